import { parse } from "yaml";
import { claimsMappingOf, type IdentitySettings, identityOf } from "../../openmetadata/identity";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { shipped } from "../../openmetadata/shipped";
import { SandboxError } from "../sandboxError";

/** OpenMetadata's settings that decide what a user may do there; its defaults, if one is left out. */
export interface SignInSettings extends IdentitySettings {
    readonly admins: readonly string[];
    readonly selfSignup: boolean;
    /** The claim with the teams of a person; none where OpenMetadata reads none. */
    readonly teamsClaim?: string | undefined;
    /** What OpenMetadata adds to its requests to `/authorize`. */
    readonly parameters: Readonly<Record<string, string>>;
}

/** What OpenMetadata would make of someone. */
export type Verdict =
    | { readonly refused: string }
    | {
          readonly name: string;
          readonly admin: boolean;
          readonly condition?: string | undefined;
          /** The teams that the person is added to, if there are such; missing where OpenMetadata reads none. */
          readonly teams?: readonly string[];
      };

const variables = {
    claims: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
    mapping: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING",
    admins: "AUTHORIZER_ADMIN_PRINCIPALS",
    principalDomain: "AUTHORIZER_PRINCIPAL_DOMAIN",
    allowedDomains: "AUTHORIZER_ALLOWED_DOMAINS",
    enforcePrincipalDomain: "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
    selfSignup: "AUTHENTICATION_ENABLE_SELF_SIGNUP",
    parameters: "OIDC_CUSTOM_PARAMS",
} as const;

/** The setting with the claim of the teams, which has no environment variable: it stands under its own name. */
export const teamsSetting = "jwtTeamClaimMapping";

/** OpenMetadata's environment variables that decide something here. {@link teamsSetting} does so too. */
export const signInVariables: readonly string[] = Object.values(variables);

const settingLine = new RegExp(`^\\s*(?:export\\s+)?([A-Z][A-Z0-9_]*|${teamsSetting})=(.*)$`);

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
                const [, name = "", value = ""] = settingLine.exec(line) ?? [];
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
        teamsClaim: values.get(teamsSetting),
        parameters: customParameters(values.get(variables.parameters) ?? ""),
    };
}

/** OpenMetadata numbers the names and the values of the parameters that it adds. A value with spaces may be quoted as a whole. */
function customParameters(setting: string): Record<string, string> {
    const unquoted: unknown = parse(setting);
    const value: unknown = typeof unquoted === "string" ? parse(unquoted) : unquoted;
    const given = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
    const text = (name: string): string => (typeof given[name] === "string" ? given[name] : "");
    return Object.fromEntries(
        [1, 2, 3, 4, 5]
            .map((number) => [text(`customParamKey${number}`), text(`customParamValue${number}`)] as const)
            .filter(([name]) => name !== ""),
    );
}

/**
 * What OpenMetadata makes of the claims of an ID token.
 *
 * @param isPublic - Whether the application is a public client; OpenMetadata then reads no teams.
 */
export function judge(claims: Readonly<Record<string, unknown>>, settings: SignInSettings, isPublic = false): Verdict {
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
        ...(settings.teamsClaim !== undefined && !isPublic && { teams: teamsIn(claims[settings.teamsClaim]) }),
    };
}

/** A claim names teams as a list or as one string. */
function teamsIn(claim: unknown): string[] {
    return [claim].flat().filter((team): team is string => typeof team === "string" && team !== "");
}
