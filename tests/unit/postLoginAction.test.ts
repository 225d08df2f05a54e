import { deepEqual, equal, rejects } from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createContext, runInContext } from "node:vm";
import { actionRules, defaultRefusalMessages, type SignInRules } from "../../openmetadata/signInRules";

const code = readFileSync(path.join(__dirname, "../../components/postLoginAction.js"), "utf8");

/** What Auth0 hands to an Action, as far as a case needs another value than that of a common sign-in. */
interface Event {
    readonly client?: { readonly client_id: string };
    readonly user?: { readonly email?: string | null; readonly email_verified?: boolean };
    readonly organization?: { readonly id: string };
    readonly authorization?: { readonly roles: readonly string[] } | undefined;
    readonly authentication?: { readonly methods: readonly { readonly name: string }[] } | undefined;
    readonly transaction?: { readonly protocol: string } | undefined;
}

/** A member of staff with a verified address, signing in with a password. */
const signIn = {
    client: { client_id: "client-1" },
    user: { email: "jane@example.com", email_verified: true },
    authorization: { roles: ["catalog-user"] },
    authentication: { methods: [{ name: "pwd" }] },
    transaction: { protocol: "oidc-basic-profile" },
};

/** What the Action asks of Auth0, call by call; none where the sign-in goes through as it is. */
async function run(rules: SignInRules | string, event: Event = {}): Promise<unknown[][]> {
    const calls: unknown[][] = [];
    const noted =
        (name: string) =>
        (...args: unknown[]): void => {
            calls.push([name, ...args]);
        };
    const api = {
        access: { deny: noted("deny") },
        multifactor: { enable: noted("enable") },
        idToken: { setCustomClaim: noted("setCustomClaim") },
    };
    const module: { onExecutePostLogin?: (event: unknown, api: unknown) => Promise<void> } = {};
    // Nothing but the language, as for what Auth0 does not promise.
    runInContext(code, createContext({ exports: module }));
    const secrets = {
        clientId: "client-1",
        ...(typeof rules === "string"
            ? { rules }
            : { rules: JSON.stringify(actionRules(rules)), teams: JSON.stringify(rules.teams) }),
    };
    await module.onExecutePostLogin?.({ ...signIn, secrets, ...event }, api);
    return JSON.parse(JSON.stringify(calls)) as unknown[][];
}

const denied = {
    organization: [["deny", defaultRefusalMessages.organization]],
    role: [["deny", defaultRefusalMessages.role]],
    emailDomain: [["deny", defaultRefusalMessages.emailDomain]],
    unverifiedEmail: [["deny", defaultRefusalMessages.unverifiedEmail]],
};
const secondFactor = [["enable", "any", { allowRememberBrowser: false }]];
const roles: SignInRules = { allowedRoles: ["catalog-user", "catalog-admin"] };
const domains: SignInRules = { allowedEmailDomains: ["Example.com", "example.org"] };
const verified: SignInRules = { requireVerifiedEmail: true };
const teams: SignInRules = { teams: { "catalog-user": "Users", admin: "Stewards", editor: "Stewards" } };
const claimed = (...names: string[]): unknown[][] => [["setCustomClaim", "https://open-metadata.org/teams", names]];
const mfa: SignInRules = { requireMfa: true };

const acme: SignInRules = { organizationId: "org_1", organizationName: "acme" };

const cases: readonly (readonly [title: string, rules: SignInRules, event: Event, expected: unknown[][]])[] = [
    ["A member of the organization may sign in", acme, { organization: { id: "org_1" } }, []],
    ["A member of another organization is refused", acme, { organization: { id: "org_2" } }, denied.organization],
    ["A user without an organization is refused when one is required", acme, {}, denied.organization],
    [
        "The organization is the first reason for a refusal",
        { ...acme, ...roles },
        { authorization: { roles: [] } },
        denied.organization,
    ],
    [
        "A user with one of the allowed roles may sign in",
        roles,
        { authorization: { roles: ["other", "catalog-admin"] } },
        [],
    ],
    ["A user with other roles is refused", roles, { authorization: { roles: ["other"] } }, denied.role],
    ["A user without roles is refused when a role is required", roles, { authorization: undefined }, denied.role],
    ["Allowed roles are case-sensitive", roles, { authorization: { roles: ["Catalog-User"] } }, denied.role],
    [
        "A user of any allowed email domain may sign in",
        domains,
        { user: { email: "j@example.org", email_verified: true } },
        [],
    ],
    [
        "An email domain in upper case is allowed",
        domains,
        { user: { email: "J@EXAMPLE.COM", email_verified: true } },
        [],
    ],
    [
        "Another email domain is refused",
        domains,
        { user: { email: "j@example.net", email_verified: true } },
        denied.emailDomain,
    ],
    [
        "A subdomain of an allowed email domain is refused",
        domains,
        { user: { email: "j@mail.example.com", email_verified: true } },
        denied.emailDomain,
    ],
    [
        "A domain that only ends like an allowed one is refused",
        domains,
        { user: { email: "j@notexample.com", email_verified: true } },
        denied.emailDomain,
    ],
    [
        "The email domain is what follows the last @",
        domains,
        { user: { email: '"j@example.com"@example.net', email_verified: true } },
        denied.emailDomain,
    ],
    [
        "A user without an email address is refused when email domains are required",
        domains,
        { user: {} },
        denied.emailDomain,
    ],
    [
        "A user whose email address is null is refused when email domains are required",
        domains,
        { user: { email: null } },
        denied.emailDomain,
    ],
    [
        "An unverified email address of an allowed domain is refused",
        domains,
        { user: { email: "j@example.com", email_verified: false } },
        denied.unverifiedEmail,
    ],
    [
        "An unverified email address is allowed if requireVerifiedEmail is false",
        { ...domains, requireVerifiedEmail: false },
        { user: { email: "j@example.com", email_verified: false } },
        [],
    ],
    [
        "An email address without a verified flag is refused",
        verified,
        { user: { email: "j@x.org" } },
        denied.unverifiedEmail,
    ],
    ["MFA is required when requireMfa is set", mfa, {}, secondFactor],
    [
        "MFA is not required again in a session that has it",
        mfa,
        { authentication: { methods: [{ name: "pwd" }, { name: "mfa" }] } },
        [],
    ],
    [
        "MFA is required when Auth0 does not list the session's methods",
        mfa,
        { authentication: undefined },
        secondFactor,
    ],
    [
        "MFA is not required at the exchange of a refresh token",
        mfa,
        { transaction: { protocol: "oauth2-refresh-token" } },
        [],
    ],
    [
        "A user who lost the role is refused at the exchange of a refresh token",
        { ...roles, ...mfa },
        { transaction: { protocol: "oauth2-refresh-token" }, authorization: { roles: [] } },
        denied.role,
    ],
    ["A refused user is not asked for MFA", { ...roles, ...mfa }, { authorization: undefined }, denied.role],
    [
        "A missing role is reported before a wrong email domain",
        { ...roles, ...domains },
        { authorization: undefined, user: { email: "j@example.net", email_verified: false } },
        denied.role,
    ],
    [
        "A configured refusal message replaces the default one",
        { ...roles, refusalMessages: { role: "Ask data@example.com." } },
        { authorization: undefined },
        [["deny", "Ask data@example.com."]],
    ],
    ["The team claim contains the team of the user's role", teams, {}, claimed("Users")],
    [
        "A team of two roles is in the team claim once",
        teams,
        { authorization: { roles: ["editor", "other", "admin"] } },
        claimed("Stewards"),
    ],
    ["The team claim of a user without roles is empty", teams, { authorization: undefined }, claimed()],
    [
        "The team claim is set at the exchange of a refresh token",
        teams,
        { transaction: { protocol: "oauth2-refresh-token" } },
        claimed("Users"),
    ],
    ["A refused user gets no team claim", { ...teams, allowedRoles: ["boss"] }, {}, denied.role],
    [
        "The Action ignores other applications",
        { ...roles, ...domains, ...mfa, ...teams },
        { client: { client_id: "client-2" }, authorization: undefined, user: {} },
        [],
    ],
];

describe("Post-login Action of the sign-in rules", () => {
    for (const [title, rules, event, expected] of cases) {
        it(title, async () => {
            deepEqual(await run(rules, event), expected);
        });
    }

    it("Rules that cannot be parsed fail the sign-in", async () => {
        await rejects(run("{"), { name: "SyntaxError", message: /JSON/ });
    });

    it("Rules that cannot be parsed do not affect other applications", async () => {
        deepEqual(await run("{", { client: { client_id: "client-2" } }), []);
    });

    it("The Action handles only the post-login trigger, not tokens of machines", () => {
        const handlers = {};
        runInContext(code, createContext({ exports: handlers }));
        deepEqual(Object.keys(handlers), ["onExecutePostLogin"]);
    });

    it("The Action's code is far below Auth0's limit of 100 kB", () => {
        equal(code.length < 10_000, true);
    });
});
