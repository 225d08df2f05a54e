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
    ["lets a member of the organization in", acme, { organization: { id: "org_1" } }, []],
    ["refuses a member of another organization", acme, { organization: { id: "org_2" } }, denied.organization],
    ["refuses a user who signs in without an organization", acme, {}, denied.organization],
    [
        "names the organization before all else",
        { ...acme, ...roles },
        { authorization: { roles: [] } },
        denied.organization,
    ],
    ["lets a user with one of the roles in", roles, { authorization: { roles: ["other", "catalog-admin"] } }, []],
    ["refuses a user with other roles only", roles, { authorization: { roles: ["other"] } }, denied.role],
    ["refuses a user without roles", roles, { authorization: undefined }, denied.role],
    ["tells roles in upper and lower case apart", roles, { authorization: { roles: ["Catalog-User"] } }, denied.role],
    [
        "lets a user of one of several domains in",
        domains,
        { user: { email: "j@example.org", email_verified: true } },
        [],
    ],
    ["takes a domain in upper case", domains, { user: { email: "J@EXAMPLE.COM", email_verified: true } }, []],
    ["refuses another domain", domains, { user: { email: "j@example.net", email_verified: true } }, denied.emailDomain],
    [
        "refuses a subdomain",
        domains,
        { user: { email: "j@mail.example.com", email_verified: true } },
        denied.emailDomain,
    ],
    [
        "refuses a domain that ends like an allowed one",
        domains,
        { user: { email: "j@notexample.com", email_verified: true } },
        denied.emailDomain,
    ],
    [
        "goes by the last @ of an address",
        domains,
        { user: { email: '"j@example.com"@example.net', email_verified: true } },
        denied.emailDomain,
    ],
    ["refuses a user without an address where domains are allowed", domains, { user: {} }, denied.emailDomain],
    ["refuses a user whose address is null", domains, { user: { email: null } }, denied.emailDomain],
    [
        "refuses an address of an allowed domain that is not verified",
        domains,
        { user: { email: "j@example.com", email_verified: false } },
        denied.unverifiedEmail,
    ],
    [
        "takes an address that is not verified if told so",
        { ...domains, requireVerifiedEmail: false },
        { user: { email: "j@example.com", email_verified: false } },
        [],
    ],
    [
        "refuses an address that nothing says is verified",
        verified,
        { user: { email: "j@x.org" } },
        denied.unverifiedEmail,
    ],
    ["asks for a second factor", mfa, {}, secondFactor],
    [
        "asks for no other one in a session that has a second factor",
        mfa,
        { authentication: { methods: [{ name: "pwd" }, { name: "mfa" }] } },
        [],
    ],
    [
        "asks for a second factor where Auth0 says nothing of the first",
        mfa,
        { authentication: undefined },
        secondFactor,
    ],
    ["asks for no second factor at a refresh", mfa, { transaction: { protocol: "oauth2-refresh-token" } }, []],
    [
        "refuses a refresh too, once the role is taken away",
        { ...roles, ...mfa },
        { transaction: { protocol: "oauth2-refresh-token" }, authorization: { roles: [] } },
        denied.role,
    ],
    ["asks nobody for a second factor who is refused", { ...roles, ...mfa }, { authorization: undefined }, denied.role],
    [
        "names the role first where several rules refuse",
        { ...roles, ...domains },
        { authorization: undefined, user: { email: "j@example.net", email_verified: false } },
        denied.role,
    ],
    [
        "uses the words that are set",
        { ...roles, refusalMessages: { role: "Ask data@example.com." } },
        { authorization: undefined },
        [["deny", "Ask data@example.com."]],
    ],
    ["names the team of a role in the claim", teams, {}, claimed("Users")],
    [
        "names a team once where two roles have it",
        teams,
        { authorization: { roles: ["editor", "other", "admin"] } },
        claimed("Stewards"),
    ],
    ["names no team for a user without roles", teams, { authorization: undefined }, claimed()],
    ["names teams at a refresh too", teams, { transaction: { protocol: "oauth2-refresh-token" } }, claimed("Users")],
    ["names no team of a user who is refused", { ...teams, allowedRoles: ["boss"] }, {}, denied.role],
    [
        "does nothing for another application",
        { ...roles, ...domains, ...mfa, ...teams },
        { client: { client_id: "client-2" }, authorization: undefined, user: {} },
        [],
    ],
];

describe("the Action of the sign-in rules", () => {
    for (const [title, rules, event, expected] of cases) {
        it(title, async () => {
            deepEqual(await run(rules, event), expected);
        });
    }

    it("fails, instead of letting everyone in, where its rules cannot be read", async () => {
        await rejects(run("{"));
    });

    it("does nothing for another application even where its rules cannot be read", async () => {
        deepEqual(await run("{", { client: { client_id: "client-2" } }), []);
    });

    it("has no handler for tokens of machines, which Auth0 runs another trigger for", () => {
        const handlers = {};
        runInContext(code, createContext({ exports: handlers }));
        deepEqual(Object.keys(handlers), ["onExecutePostLogin"]);
    });

    it("is far below Auth0's 100 kB", () => {
        equal(code.length < 10_000, true);
    });
});
