import { checkOnce } from "./once";
import { checkPrincipalDomain, domainOf } from "./principals";
import { type Problem, problemAt } from "./problem";
import { teamsClaim } from "./teams";

/** What Auth0 demands of those who sign in to the application; what is left out is not demanded. */
export interface SignInRules {
    /** ID of the Auth0 organization as whose member a user has to sign in. */
    readonly organizationId?: string | undefined;
    /** Its name, for those who read the rules. */
    readonly organizationName?: string | undefined;
    /** Auth0 roles, of which a user needs one. */
    readonly allowedRoles?: readonly string[] | undefined;
    /** Domains, in one of which a user's e-mail address has to be; subdomains are domains of their own. */
    readonly allowedEmailDomains?: readonly string[] | undefined;
    /** Whether the e-mail address has to be verified. Default: `true` if domains are given. */
    readonly requireVerifiedEmail?: boolean | undefined;
    /** Whether a user needs a second factor. Default: `false`. */
    readonly requireMfa?: boolean | undefined;
    /** The teams that users are added to, by their Auth0 role. Default: none. */
    readonly teams?: Readonly<Record<string, string>> | undefined;
    /** What a user reads who is refused, by rule. Default: {@link defaultRefusalMessages}. */
    readonly refusalMessages?: RefusalMessages | undefined;
}

/** What a user reads who is refused, by the rule that refuses. */
export interface RefusalMessages {
    /** For a user who does not sign in as a member of the organization. */
    readonly organization?: string | undefined;
    /** For a user without any of the allowed roles. */
    readonly role?: string | undefined;
    /** For a user whose e-mail address is in another domain, or who has none. */
    readonly emailDomain?: string | undefined;
    /** For a user whose e-mail address is not verified. */
    readonly unverifiedEmail?: string | undefined;
}

/** What a user reads who is refused, if nothing else is given. */
export const defaultRefusalMessages: Readonly<Record<keyof RefusalMessages, string>> = {
    organization: "You may not sign in to OpenMetadata: your account is not a member of its organization.",
    role: "You may not sign in to OpenMetadata: your account lacks the role. Ask your administrator for it.",
    emailDomain: "You may not sign in to OpenMetadata with an e-mail address of this domain.",
    unverifiedEmail: "Verify your e-mail address first, then sign in to OpenMetadata again.",
};

/** Rules as the Action reads them: with defaults, domains in lower case, nothing that is not demanded. */
export interface ActionRules {
    /** ID of the organization as whose member a user has to sign in. */
    readonly organizationId?: string;
    /** Its name, which the Action does not look at. */
    readonly organizationName?: string;
    /** Auth0 roles, of which a user needs one. */
    readonly allowedRoles?: string[];
    /** Domains, in one of which a user's e-mail address has to be. */
    readonly allowedEmailDomains?: string[];
    /** `true` where the e-mail address has to be verified. */
    readonly requireVerifiedEmail?: boolean;
    /** `true` where a user needs a second factor. */
    readonly requireMfa?: boolean;
    /** The claim of the ID token that names a user's teams. */
    readonly teamsClaim?: string;
    /** The teams that users are added to, by their Auth0 role. */
    readonly teams?: Record<string, string>;
    /** What is read where a rule refuses; nothing for what is not demanded. */
    readonly refusalMessages: RefusalMessages;
}

/** The longest value of an Action's secret, in characters. Source: Auth0's documentation, "Actions Limitations". */
const longestSecret = 4096;
/** An organization whose ID and name are as long as they can be. Source: Auth0's Management API, "Create an organization". */
const longestOrganization = { organizationId: `org_${"x".repeat(16)}`, organizationName: "x".repeat(50) };
/** The longest message, in characters: it is part of a URL. */
const longestMessage = 500;

/** Whether anything is demanded; what is given, but not known yet, demands something. */
export function hasSignInRules(rules: { readonly [Name in keyof SignInRules]?: unknown }): boolean {
    return (
        rules.organizationId !== undefined ||
        rules.allowedRoles !== undefined ||
        rules.allowedEmailDomains !== undefined ||
        rules.requireVerifiedEmail === true ||
        rules.requireMfa === true ||
        rules.teams !== undefined
    );
}

/** Rules as the Action reads them. */
export function actionRules({ allowedRoles, allowedEmailDomains, ...rules }: SignInRules): ActionRules {
    const requireVerifiedEmail = demandsVerifiedEmail({ allowedEmailDomains, ...rules });
    const messages = { ...defaultRefusalMessages, ...rules.refusalMessages };
    const { organizationId, organizationName } = rules;
    return {
        ...(organizationId === undefined ? {} : { organizationId }),
        ...(organizationName === undefined ? {} : { organizationName }),
        ...(allowedRoles === undefined ? {} : { allowedRoles: [...allowedRoles] }),
        ...(allowedEmailDomains === undefined
            ? {}
            : { allowedEmailDomains: allowedEmailDomains.map((domain) => domain.toLowerCase()) }),
        ...(requireVerifiedEmail ? { requireVerifiedEmail } : {}),
        ...(rules.requireMfa === true ? { requireMfa: true } : {}),
        ...(rules.teams === undefined ? {} : { teamsClaim, teams: { ...rules.teams } }),
        refusalMessages: {
            ...(organizationId === undefined ? {} : { organization: messages.organization }),
            ...(allowedRoles === undefined ? {} : { role: messages.role }),
            ...(allowedEmailDomains === undefined ? {} : { emailDomain: messages.emailDomain }),
            ...(requireVerifiedEmail ? { unverifiedEmail: messages.unverifiedEmail } : {}),
        },
    };
}

function demandsVerifiedEmail({ allowedEmailDomains, requireVerifiedEmail }: SignInRules): boolean {
    return requireVerifiedEmail ?? allowedEmailDomains !== undefined;
}

/** Checks the names of Auth0 roles of which a user needs one. */
export function checkAllowedRoles(key: string, roles: readonly string[]): Problem[] {
    return [
        ...checkNotEmpty(key, roles, "role"),
        ...roles.flatMap((role, index) =>
            checkRoleName(`${key}[${index}]`, role).concat(checkOnce(key, roles, role, index)),
        ),
    ];
}

/** Checks the name of an Auth0 role. */
export function checkRoleName(key: string, role: string): Problem[] {
    return /^\S(?:.*\S)?$/u.test(role)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(role)} is not a valid Auth0 role name`,
              "Write the name as the Auth0 dashboard shows it, such as catalog-user, without spaces around it.",
          );
}

/** Checks the domains in one of which a user's e-mail address has to be. */
export function checkAllowedEmailDomains(key: string, domains: readonly string[]): Problem[] {
    const lower = domains.map((domain) => domain.toLowerCase());
    return [
        ...checkNotEmpty(key, domains, "domain"),
        ...lower.flatMap((domain, index) =>
            checkPrincipalDomain(`${key}[${index}]`, domain).concat(checkOnce(key, lower, domain, index)),
        ),
    ];
}

/** Checks what users read who are refused: one line each. */
export function checkRefusalMessages(key: string, messages: RefusalMessages): Problem[] {
    return Object.entries(messages).flatMap(([name, message]: [string, string]) =>
        /^[^\p{C}\p{Zl}\p{Zp}]*\S[^\p{C}\p{Zl}\p{Zp}]*$/u.test(message) && message.length <= longestMessage
            ? []
            : problemAt(
                  `${key}.${name}`,
                  "is not a line of text",
                  `Write 1 to ${longestMessage} characters on one line.`,
              ),
    );
}

/** What the user writes rules in; the ID of the organization is looked for. */
type OptionName = Exclude<keyof SignInRules, "organizationId" | "organizationName"> | "organization" | "admins";

/** The rules' keys, as the user writes them. */
type KeyOf = (name: OptionName) => string;

/** Checks the rules together: what has no effect, and what is too much for Auth0. */
export function checkSignInRules(rules: SignInRules, keyOf: KeyOf): Problem[] {
    const { refusalMessages } = actionRules(rules);
    const needs: Readonly<Record<Exclude<keyof RefusalMessages, "organization">, keyof SignInRules & OptionName>> = {
        role: "allowedRoles",
        emailDomain: "allowedEmailDomains",
        unverifiedEmail: "requireVerifiedEmail",
    };
    const unused = Object.keys(rules.refusalMessages ?? {}).filter(
        (name): name is keyof typeof needs => name in needs && !(name in refusalMessages),
    );
    // With room for an organization, which is not known yet.
    const { teams = {}, ...others } = actionRules({ ...longestOrganization, ...rules });
    const { length } = JSON.stringify(others);
    const { length: teamsLength } = JSON.stringify(teams);
    return [
        ...unused.map((name) => ({
            key: `${keyOf("refusalMessages")}.${name}`,
            wrong: `has no effect without ${keyOf(needs[name])}`,
            write: `Remove it, or set ${keyOf(needs[name])}.`,
        })),
        ...(length <= longestSecret
            ? []
            : problemAt(
                  keyOf(rules.allowedRoles === undefined ? "allowedEmailDomains" : "allowedRoles"),
                  `makes the rules ${length} characters long, but Auth0 stores at most ${longestSecret}`,
                  "Give everyone who may sign in one common role, and allow that.",
              )),
        ...(teamsLength <= longestSecret
            ? []
            : problemAt(
                  keyOf("teams"),
                  `is ${teamsLength} characters long as JSON, but Auth0 stores at most ${longestSecret}`,
                  "Name fewer teams, or use shorter role and team names.",
              )),
    ];
}

/** Checks that there is an organization where there is a message for those who are not its members. */
export function checkOrganizationMessage(messages: RefusalMessages, hasOrganization: boolean, keyOf: KeyOf): Problem[] {
    return messages.organization === undefined || hasOrganization
        ? []
        : problemAt(
              `${keyOf("refusalMessages")}.organization`,
              `has no effect without ${keyOf("organization")}`,
              `Remove it, or set ${keyOf("organization")}.`,
          );
}

/** Checks that the admins can sign in: their e-mail addresses have to be in the domains. */
export function checkAdminsMaySignIn(
    admins: readonly string[],
    allowedEmailDomains: readonly string[],
    keyOf: KeyOf,
): Problem[] {
    if (checkAllowedEmailDomains("", allowedEmailDomains).length > 0) {
        return [];
    }
    const domains = allowedEmailDomains.map((domain) => domain.toLowerCase());
    return admins.flatMap((admin, index) =>
        // Where users are named by another claim, nothing says what their addresses are.
        !admin.includes("@") || domains.includes(domainOf(admin))
            ? []
            : problemAt(
                  `${keyOf("admins")}[${index}]`,
                  `${JSON.stringify(admin)} could not sign in: ${keyOf("allowedEmailDomains")} lacks ${domainOf(admin)}`,
                  `Add ${domainOf(admin)} to ${keyOf("allowedEmailDomains")}, or name another admin.`,
              ),
    );
}

function checkNotEmpty(key: string, values: readonly string[], kind: string): Problem[] {
    return values.length > 0
        ? []
        : problemAt(key, "is empty, so nobody could sign in", `Name at least one ${kind}, or remove it.`);
}
