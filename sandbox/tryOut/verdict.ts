import { parse } from "yaml";
import { claimsMappingOf, type IdentitySettings, identityOf } from "../../openmetadata/identity";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { shipped } from "../../openmetadata/shipped";
import { SandboxError } from "../sandboxError";

/** OpenMetadata's settings that decide what a user may do there; its defaults, if one is left out. */
export interface SignInSettings extends IdentitySettings {
    readonly admins: readonly string[];
    readonly selfSignup: boolean;
}

/** What OpenMetadata would make of someone. */
export type Verdict =
    | { readonly refused: string }
    | { readonly name: string; readonly admin: boolean; readonly condition?: string | undefined };

const variables = {
    claims: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
    mapping: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING",
    admins: "AUTHORIZER_ADMIN_PRINCIPALS",
    principalDomain: "AUTHORIZER_PRINCIPAL_DOMAIN",
    allowedDomains: "AUTHORIZER_ALLOWED_DOMAINS",
    enforcePrincipalDomain: "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
    selfSignup: "AUTHENTICATION_ENABLE_SELF_SIGNUP",
} as const;

/** OpenMetadata's environment variables that decide something here. */
export const signInVariables: readonly string[] = Object.values(variables);

/**
 * Reads OpenMetadata's environment variables, one `NAME=value` a line; those that decide nothing here are passed over.
 *
 * @throws SandboxError for a line that is none.
 */
export function readSignInSettings(text: string): SignInSettings {
    const values = new Map(
        text
            .split(/\r?\n/)
            .filter((line) => !/^\s*(#|$)/.test(line))
            .map((line) => {
                const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
                if (name === "") {
                    throw new SandboxError("A line is not an environment variable. Write one NAME=value per line.");
                }
                return [name, value] as const;
            }),
    );
    const list = (name: string): readonly string[] | undefined => {
        const value: unknown = parse(values.get(name) ?? "");
        return value === null ? undefined : [value].flat().map(String);
    };
    return {
        claims: list(variables.claims) ?? defaultPrincipalClaims,
        mapping: claimsMappingOf(list(variables.mapping) ?? []),
        admins: list(variables.admins) ?? [shipped.admin],
        principalDomain: values.get(variables.principalDomain) ?? shipped.principalDomain,
        allowedDomains: list(variables.allowedDomains) ?? [],
        enforcePrincipalDomain: values.get(variables.enforcePrincipalDomain) === "true",
        selfSignup: values.get(variables.selfSignup) !== "false",
    };
}

/** What OpenMetadata makes of the claims of an ID token. */
export function judge(claims: Readonly<Record<string, unknown>>, settings: SignInSettings): Verdict {
    const identity = identityOf(claims, settings);
    if ("missing" in identity) {
        return { refused: `The token lacks the principal claims: ${identity.missing.join(", ")}.` };
    }
    const { name, domain, domains, isOutside } = identity;
    if (isOutside) {
        return {
            refused:
                `The e-mail address is in ${domain || "no domain"}, and only users of ${domains.join(", ")} may sign in. ` +
                "OpenMetadata compares letter by letter.",
        };
    }
    return {
        name,
        admin: settings.admins.includes(name),
        condition: settings.selfSignup
            ? undefined
            : "only if OpenMetadata has this user already: sign-up is switched off",
    };
}
