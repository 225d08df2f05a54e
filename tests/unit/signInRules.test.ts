import { deepEqual, equal, ok, throws } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Auth0Application, InvalidInput, SignInRules, SingleSignOn } from "../../components";
import { type Declared, declaredBy, isSecretInput, only, valueOf } from "./mocks";

const action = "auth0:index/action:Action";
const binding = "auth0:index/triggerAction:TriggerAction";
const application = { applicationType: "spa" as const, serverUrls: ["https://om.example.com"] };

/** The secrets of the Action, by name. */
function secretsOf(declared: readonly Declared[]): Record<string, unknown> {
    const secrets = only(declared, action).inputs["secrets"] as { name: string; value: unknown }[];
    return Object.fromEntries(secrets.map(({ name, value }) => [name, value]));
}

/** What is wrong with rules, `key: fault`. */
function problemsOf(rules: object): string[] {
    try {
        new SingleSignOn("sso", {
            ...application,
            domain: "example.eu.auth0.com",
            admins: ["jane@example.com"],
            ...rules,
        });
    } catch (error) {
        ok(error instanceof InvalidInput, String(error));
        return error.problems.map(({ key, wrong }) => `${key}: ${wrong}`);
    }
    return [];
}

describe("SignInRules", () => {
    it("Sign-in rules are a deployed Action, bound to post-login for one application", async () => {
        const declared = await declaredBy(
            () => new Auth0Application("sso", { ...application, allowedRoles: ["catalog-user"] }),
        );
        const { inputs } = only(declared, action);
        equal(inputs["deploy"], true);
        deepEqual(inputs["supportedTriggers"], { id: "post-login", version: "v3" });
        equal(inputs["name"], "Sign-in rules of sso (openmetadata-auth0/test)");
        equal(secretsOf(declared)["clientId"], "client-of-sso");
        // One binding of its own, which the provider appends; a list of all would replace those of others.
        deepEqual(
            declared.filter(({ type }) => type.startsWith("auth0:index/trigger")).map(({ type }) => type),
            [binding],
        );
        const { inputs: bound } = only(declared, binding);
        deepEqual(bound, { trigger: "post-login", actionId: "sso-id", displayName: inputs["name"] });
    });

    it("The Action gets the rules as data, with their defaults", async () => {
        const declared = await declaredBy(
            () =>
                new Auth0Application("sso", {
                    ...application,
                    allowedEmailDomains: ["Example.com", pulumi.output("example.org")],
                    requireMfa: true,
                    refusalMessages: { emailDomain: 'Not "yours".' },
                }),
        );
        deepEqual(JSON.parse(String(secretsOf(declared)["rules"])), {
            allowedEmailDomains: ["example.com", "example.org"],
            requireVerifiedEmail: true,
            requireMfa: true,
            refusalMessages: {
                emailDomain: 'Not "yours".',
                unverifiedEmail: "Verify your e-mail address first, then sign in to OpenMetadata again.",
            },
        });
    });

    it("The Action's code is the same for all rules", async () => {
        const codeOf = async (args: object): Promise<unknown> =>
            only(await declaredBy(() => new Auth0Application("sso", { ...application, ...args })), action).inputs[
                "code"
            ];
        equal(await codeOf({ allowedRoles: ["a"] }), await codeOf({ allowedEmailDomains: ["example.com"] }));
    });

    for (const [title, args] of [
        ["there are no rules", {}],
        ["all rules are switched off", { requireVerifiedEmail: false, requireMfa: false }],
    ] as const) {
        it(`No Action is declared when ${title}`, async () => {
            const declared = await declaredBy(() => new Auth0Application("sso", { ...application, ...args }));
            deepEqual(
                declared.filter(({ type }) => type === action || type === binding),
                [],
            );
        });
    }

    it("The rules are an output of SingleSignOn that is not secret", async () => {
        let signOn: SingleSignOn | undefined;
        await declaredBy(() => {
            signOn = new SingleSignOn("sso", {
                ...application,
                domain: "example.eu.auth0.com",
                admins: ["jane@example.com"],
                allowedRoles: ["catalog-user"],
            });
        });
        const rules = signOn?.signInRules;
        ok(rules !== undefined);
        const { value, secret } = await valueOf(rules);
        deepEqual([value.allowedRoles, secret], [["catalog-user"], false]);
        equal(isSecretInput(value), false);
    });

    it("Rules can be declared for an application that is managed elsewhere", async () => {
        const declared = await declaredBy(
            () => new SignInRules("catalog", { clientId: "abc", requireVerifiedEmail: true }),
        );
        equal(secretsOf(declared)["clientId"], "abc");
    });

    it("Sign-in rules report all mistakes at once", () => {
        deepEqual(
            problemsOf({
                allowedRoles: ["catalog-user", "catalog-user", " "],
                allowedEmailDomains: ["@example.com", "example.org", "EXAMPLE.org"],
                refusalMessages: { unverifiedEmail: "" },
            }),
            [
                'allowedRoles[1]: "catalog-user" is named twice',
                'allowedRoles[2]: " " is not a valid Auth0 role name',
                'allowedEmailDomains[0]: "@example.com" is not a valid domain name',
                'allowedEmailDomains[2]: "example.org" is named twice',
                "refusalMessages.unverifiedEmail: is not a line of text",
            ],
        );
    });

    it("Empty lists that lock out every user are refused", () => {
        deepEqual(problemsOf({ allowedRoles: [], allowedEmailDomains: [] }), [
            "allowedRoles: is empty, so nobody could sign in",
            "allowedEmailDomains: is empty, so nobody could sign in",
        ]);
    });

    it("Email domains without an admin's are refused", () => {
        deepEqual(problemsOf({ allowedEmailDomains: ["example.org"] }), [
            'admins[0]: "jane@example.com" could not sign in: allowedEmailDomains lacks example.com',
        ]);
    });

    it("The Action gets the teams as separate data, with the name of the team claim", async () => {
        const teams = { "catalog-user": "Catalog Users", admin: "Stewards" };
        const declared = await declaredBy(
            () => new Auth0Application("sso", { ...application, applicationType: "web", teams }),
        );
        const { rules, teams: written } = secretsOf(declared);
        deepEqual(JSON.parse(String(rules)), { teamsClaim: "https://open-metadata.org/teams", refusalMessages: {} });
        deepEqual(JSON.parse(String(written)), teams);
    });

    it("Teams are refused for a single-page application and for a release without the team claim", () => {
        deepEqual(
            problemsOf({ teams: { user: "Users" }, teamDefaultRoles: { Users: ["DataConsumer"] } }).map((problem) =>
                problem.slice(0, 61),
            ),
            [
                "teams: has no effect on a Single Page Application: OpenMetada",
                "teamDefaultRoles: has no effect on a Single Page Application:",
                "teams: needs OpenMetadata 1.11.6 or later, but targetVersion ",
            ],
        );
        deepEqual(problemsOf({ applicationType: "web", targetVersion: "1.11.5", teams: { user: "Users" } }), [
            "teams: needs OpenMetadata 1.11.6 or later, but targetVersion is 1.11.5",
        ]);
        deepEqual(problemsOf({ applicationType: "web", targetVersion: "1.11.6", teams: { user: "Users" } }), []);
    });

    it("Invalid names of teams and roles are refused", () => {
        deepEqual(
            problemsOf({
                applicationType: "web",
                targetVersion: "1.12",
                teams: { a: "Organization", b: "x::y", c: " Users", d: "U".repeat(257), e: "Users", f: 'The "Users"' },
                teamDefaultRoles: { Users: [], Others: ["DataConsumer", "DataConsumer", ""] },
            }),
            [
                `teams.a: "Organization" is OpenMetadata's root team, which is not of the type Group`,
                'teams.b: "x::y" is not a valid team name',
                'teams.c: " Users" is not a valid team name',
                `teams.d: "${"U".repeat(257)}" is not a valid team name`,
                'teams.f: "The \\"Users\\"" is not a valid team name',
                "teamDefaultRoles.Users: is empty",
                'teamDefaultRoles.Others[1]: "DataConsumer" is named twice',
                'teamDefaultRoles.Others[2]: "" is not a valid OpenMetadata role name',
                'teamDefaultRoles.Others: teams has no team "Others"',
            ],
        );
    });

    it("A refusal message without its rule is refused", () => {
        deepEqual(problemsOf({ requireMfa: true, refusalMessages: { role: "No." } }), [
            "refusalMessages.role: has no effect without allowedRoles",
        ]);
    });

    it("Rules longer than a secret of an Action are refused", () => {
        const allowedRoles = Array.from({ length: 400 }, (_, index) => `catalog-user-${index}`);
        const [problem, ...others] = problemsOf({ allowedRoles });
        ok(
            /^allowedRoles: makes the rules \d+ characters long, but Auth0 stores at most 4096$/.test(String(problem)),
            problem,
        );
        deepEqual(others, []);
    });

    it("SignInRules checks its arguments when it is declared alone", () => {
        throws(() => new SignInRules("sso", { clientId: "abc", allowedRoles: [] }), /allowedRoles: is empty/);
    });
});
