import { deepEqual } from "node:assert/strict";
import type { Change, PropertyChange } from "../../../cli/commands/review/change";
import { meaningsOf } from "../../../cli/commands/review/meaning";

const types = "openmetadata-auth0:index:SingleSignOn$openmetadata-auth0:index:Auth0Application";
const project = "urn:pulumi:prod::catalog";
const application = `${project}::${types}::sso`;
const rules = `${project}::${types}$openmetadata-auth0:index:SignInRules::sso`;

/** What is said of changes in the output with the rules. */
function saidOf(...outputs: readonly PropertyChange[]): string[] {
    return meaningsOf([], outputs).map(({ risk, text }) => `${risk}: ${text}`);
}

function change(op: Change["op"], urn: string, parent: string): Change {
    return { op, urn, parent, custom: true, before: {}, after: {}, properties: [] };
}

/** What is said of a change of the Action, beside others. */
function saidOfAction(op: Change["op"], ...others: readonly Change[]): string[] {
    const action = change(op, rules.replace("::sso", "$auth0:index/action:Action::sso"), rules);
    return meaningsOf([action, ...others], []).map(({ risk, text }) => `${risk}: ${text}`);
}

describe("Summary of sign-in rule changes", () => {
    it("The summary says who can no longer sign in because of the first rules", () => {
        const after = {
            allowedRoles: ["catalog-user", "catalog-admin"],
            allowedEmailDomains: ["example.com"],
            requireVerifiedEmail: true,
            requireMfa: true,
            refusalMessages: { role: "No." },
        };
        deepEqual(saidOf({ path: "signInRules", before: undefined, after }), [
            "breaks: Users without the role `catalog-user` or `catalog-admin` can no longer sign in.",
            "breaks: Users without an e-mail address in `example.com` can no longer sign in.",
            "breaks: Users whose e-mail address is not verified can no longer sign in.",
            "careful: Users need a second factor to sign in; one has to be enabled in the tenant.",
        ]);
    });

    it("The summary says who gains and loses access by changed roles and domains", () => {
        deepEqual(
            saidOf(
                { path: "signInRules.allowedRoles", before: undefined, after: "catalog-admin" },
                { path: "signInRules.allowedRoles", before: "catalog-user", after: undefined },
                { path: "signInRules.allowedEmailDomains", before: undefined, after: "example.org" },
                { path: "signInRules.allowedEmailDomains", before: "example.com", after: undefined },
            ),
            [
                "breaks: Users with the role `catalog-user` can no longer sign in, unless they have another allowed role.",
                "breaks: Users with an e-mail address in `example.com` can no longer sign in.",
                "careful: Users with the role `catalog-admin` may sign in.",
                "careful: Users with an e-mail address in `example.org` may sign in.",
            ],
        );
    });

    it("The summary says which organization's members can sign in", () => {
        const change = (before: object | undefined, after: object | undefined): string[] =>
            saidOf(
                ...["organizationId", "organizationName"].map((name) => ({
                    path: `signInRules.${name}`,
                    before: (before as Record<string, unknown> | undefined)?.[name],
                    after: (after as Record<string, unknown> | undefined)?.[name],
                })),
            );
        const [acme, umbrella] = [
            { organizationId: "org_1", organizationName: "acme" },
            { organizationId: "org_2", organizationName: "umbrella" },
        ];
        deepEqual(saidOf({ path: "signInRules", before: undefined, after: acme }), [
            "breaks: Only members of the organization `acme` can sign in.",
        ]);
        deepEqual(change(undefined, acme), ["breaks: Only members of the organization `acme` can sign in."]);
        deepEqual(change(acme, umbrella), [
            "breaks: Only members of the organization `umbrella` can sign in, and those of `acme` no longer.",
        ]);
        deepEqual(saidOf({ path: "signInRules.organizationId", before: undefined, after: "org_1" }), [
            "breaks: Only members of the organization `org_1` can sign in.",
        ]);
        deepEqual(change(acme, undefined), [
            "breaks: Users no longer sign in as members of the organization `acme`: every user of an enabled connection may sign in, and servers need the new settings.",
        ]);
    });

    it("The summary says which requirements no longer apply", () => {
        deepEqual(
            saidOf(
                { path: "signInRules.allowedRoles", before: ["catalog-user"], after: undefined },
                { path: "signInRules.allowedEmailDomains", before: ["example.com"], after: undefined },
                { path: "signInRules.requireVerifiedEmail", before: true, after: undefined },
                { path: "signInRules.requireMfa", before: true, after: undefined },
                { path: "signInRules.refusalMessages.role", before: "No.", after: undefined },
            ),
            [
                "careful: Roles are no longer checked: users may sign in with any role, or none.",
                "careful: Users with an e-mail address in any domain may sign in.",
                "careful: Users may sign in with an e-mail address that is not verified, and so perhaps not theirs.",
                "careful: Users no longer need a second factor to sign in, unless the tenant asks for one.",
            ],
        );
    });

    it("The summary says which team users with a role are added to", () => {
        deepEqual(
            saidOf(
                { path: "signInRules.teams.data.user", before: "Users", after: "Readers" },
                { path: "signInRules.teams.admin", before: undefined, after: "Stewards" },
            ),
            [
                "note: Users with the role `data.user` are added to the team `Readers` when they sign in.",
                "note: Users with the role `data.user` are no longer added to the team `Users`; those in it stay.",
                "note: Users with the role `admin` are added to the team `Stewards` when they sign in.",
            ],
        );
        deepEqual(saidOf({ path: "signInRules.teams", before: undefined, after: { admin: "Stewards" } }), [
            "note: Users with the role `admin` are added to the team `Stewards` when they sign in.",
        ]);
    });

    it("The summary says that refusal messages change", () => {
        deepEqual(saidOf({ path: "signInRules.refusalMessages.role", before: "No.", after: "Ask us." }), [
            "note: Users who are refused see different messages.",
        ]);
    });

    it("The summary says that the sign-in rules are created, changed or removed", () => {
        deepEqual(saidOfAction("create"), [
            "note: Auth0 applies sign-in rules, in an Action after those that are bound to post-login already.",
        ]);
        deepEqual(saidOfAction("update"), [
            "careful: The sign-in rules change, from the next sign-in on and at the next refresh of a token.",
        ]);
        deepEqual(saidOfAction("delete"), [
            "breaks: The sign-in rules are removed: every user of the enabled connections may sign in.",
        ]);
    });

    it("The summary ignores rules that are removed with their application", () => {
        const component = change("delete", rules, application);
        deepEqual(saidOfAction("delete", component, { ...change("delete", application, ""), custom: false }), []);
    });

    it("The summary ignores Actions outside the sign-on", () => {
        const action = change("update", `${project}::auth0:index/action:Action::theirs`, "");
        deepEqual(meaningsOf([action], []), []);
    });
});
