import { parse } from "yaml";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { principalName } from "../../openmetadata/principals";
import { shipped } from "../../openmetadata/shipped";
import { SandboxError } from "../sandboxError";

/** The settings of OpenMetadata that decide who someone is there; what it ships, where one is left out. */
export interface IdentitySettings {
    readonly claims: readonly string[];
    /** The claims of user name and address, which take the place of `claims`. */
    readonly mapping?: { readonly username: string; readonly email: string } | undefined;
    readonly admins: readonly string[];
    readonly principalDomain: string;
    /** The domains that take the place of the principal domain; none where it is empty. */
    readonly allowedDomains: readonly string[];
    readonly enforcePrincipalDomain: boolean;
    readonly selfSignup: boolean;
}

/** What OpenMetadata would make of someone. */
export type Verdict =
    | { readonly refused: string }
    | { readonly name: string; readonly admin: boolean; readonly condition?: string | undefined };

/**
 * Reads OpenMetadata's environment variables, one `NAME=value` a line; those that decide nothing here are passed over.
 *
 * @throws SandboxError for a line that is none.
 */
export function readIdentitySettings(text: string): IdentitySettings {
    const values = new Map(
        text
            .split(/\r?\n/)
            .filter((line) => line.trim() !== "")
            .map((line) => {
                const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
                if (name === "") {
                    throw new SandboxError("A line is no environment variable. Write one NAME=value a line.");
                }
                return [name, value] as const;
            }),
    );
    const list = (name: string): readonly string[] | undefined => {
        const value: unknown = parse(values.get(name) ?? "");
        return value === null ? undefined : [value].flat().map(String);
    };
    const mapping = new Map(
        list("AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING")?.map((entry) => {
            // What comes after a second colon is lost, as in a claim with a namespace.
            const [name = "", claim = ""] = entry.split(":");
            return [name, claim] as const;
        }),
    );
    const [username, email] = [mapping.get("username"), mapping.get("email")];
    return {
        claims: list("AUTHENTICATION_JWT_PRINCIPAL_CLAIMS") ?? defaultPrincipalClaims,
        mapping: username === undefined || email === undefined ? undefined : { username, email },
        admins: list("AUTHORIZER_ADMIN_PRINCIPALS") ?? [shipped.admin],
        principalDomain: values.get("AUTHORIZER_PRINCIPAL_DOMAIN") ?? shipped.principalDomain,
        allowedDomains: list("AUTHORIZER_ALLOWED_DOMAINS") ?? [],
        enforcePrincipalDomain: values.get("AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN") === "true",
        selfSignup: values.get("AUTHENTICATION_ENABLE_SELF_SIGNUP") !== "false",
    };
}

/**
 * What OpenMetadata makes of the claims of an ID token.
 *
 * Source: OpenMetadata's `JwtFilter` and `DefaultAuthorizer`, versions 1.10 to 2.0, and 1.12.6 as it was seen to compare domains. The user's name is what stands before
 * the `@` in the first claim that is there, in lower case.
 */
export function judge(claims: Readonly<Record<string, unknown>>, settings: IdentitySettings): Verdict {
    const text = (claim: string): string | undefined => {
        const value = claims[claim];
        return typeof value === "string" && value !== "" ? value : undefined;
    };
    const wanted = settings.mapping === undefined ? settings.claims : [settings.mapping.username];
    const principal = wanted.map(text).find((value) => value !== undefined);
    const email = settings.mapping === undefined ? principal : text(settings.mapping.email);
    if (principal === undefined || email === undefined) {
        const missing = settings.mapping === undefined ? wanted : [settings.mapping.username, settings.mapping.email];
        return { refused: `The token lacks the principal claims: ${missing.join(", ")}.` };
    }
    const domain = email.split("@")[1] ?? "";
    const domains = settings.allowedDomains.length > 0 ? settings.allowedDomains : [settings.principalDomain];
    if (settings.enforcePrincipalDomain && !domains.includes(domain)) {
        return {
            refused:
                `The address is of ${domain || "no domain"}, and only users of ${domains.join(", ")} may sign in. ` +
                "OpenMetadata compares letter by letter.",
        };
    }
    const name = principalName(principal);
    return {
        name,
        admin: settings.admins.includes(name),
        condition: settings.selfSignup
            ? undefined
            : "only if OpenMetadata has this user already: sign-up is switched off",
    };
}
