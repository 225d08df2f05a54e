import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../openmetadata/problem";
import type { Auth0ApplicationArgs } from "../auth0Application";
import type { SingleSignOnArgs } from "../singleSignOn";

/** The arguments of a sign-on that are options, named as there. The tenant and the servers' tokens are credentials. */
export type OptionName = Exclude<keyof SingleSignOnArgs, "domain" | "serverTokens">;

/** What an option holds once it is known. */
export type OptionValue<Name extends OptionName> = pulumi.Unwrap<NonNullable<SingleSignOnArgs[Name]>>;

/** Options by name; what is not set is left out. */
export type OptionValues = { readonly [Name in OptionName]?: OptionValue<Name> };

/** Options by name, some of which may not be known yet. */
export type OptionInputs = {
    readonly [Name in OptionName]?:
        SingleSignOnArgs[Name] | (Name extends keyof Auth0ApplicationArgs ? Auth0ApplicationArgs[Name] : never);
};

/** One option: a row of the table. */
export type Option<Value> = Kind<Value> & WhenLeftOut<Value> & About<Value>;

/** An option of strings by names that are known. */
export type RecordOption = {
    readonly kind: "record";
    readonly names: readonly string[];
    readonly partial?: true;
} & WhenLeftOut<Record<string, string>> &
    About<Record<string, string>>;

/** What a row says of an option, whatever its kind. */
interface About<Value> {
    /** Its key in a stack's configuration. Default: the name of the argument. */
    readonly key?: string;
    /** Whether only a program can set it: a stack's outputs have nothing that it changes. */
    readonly programOnly?: true;
    /** Whether it is a secret, wherever it stands. */
    readonly secret?: true;
    /** What it is, in Markdown: a sentence or two. */
    readonly meaning: string;
    /** What the page of the configuration says of it besides, with links in that page and to others. */
    readonly more?: string;
    /** What is wrong with a value; {@link anyValue} or {@link checkedByRule} where there is no more to check. */
    readonly check: (key: string, value: Value) => Problem[];
    /** What is wrong with it in a Single Page Application. Default: nothing. */
    readonly checkSpa?: (key: string) => Problem[];
    /** The setting of OpenMetadata that holds it: a version that does not know that refuses the option. */
    readonly newerSetting?: string;
}

/** Rows for options, and for no others. */
export type Rows<Name extends OptionName> = { readonly [One in Name]: Option<OptionValue<One>> };

/** What values are, as configuration and documentation have them. */
type Kind<Value> = Value extends readonly string[]
    ? { readonly kind: "list" }
    : Value extends string
      ? { readonly kind: "string" }
      : Value extends number
        ? { readonly kind: "integer" }
        : Value extends boolean
          ? { readonly kind: "boolean" }
          : string extends keyof Value
            ? {
                  readonly kind: "map";
                  /** What it has by each name, which is free. */
                  readonly of: Value extends Readonly<Record<string, string>> ? "string" : "list";
              }
            : {
                  readonly kind: "record";
                  readonly names: readonly (keyof Value & string)[];
                  /** Whether some of the names may be left out. Default: all are needed. */
                  readonly partial?: true;
              };

/** What holds if it is left out: a value, or what `otherwise` says in Markdown. */
type WhenLeftOut<Value> =
    | { readonly required: true }
    | { readonly default: Value }
    | {
          readonly otherwise: string;
      };

/** The check of an option for which every value of its kind is right. */
export const anyValue = (): Problem[] => [];
/** The check of an option that a rule checks together with others. */
export const checkedByRule = (): Problem[] => [];
