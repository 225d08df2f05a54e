import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Change } from "../../../cli/commands/review/change";
import { meaningsOf } from "../../../cli/commands/review/meaning";
import { markdownOf } from "../../../cli/commands/review/markdown";

const folder = join(__dirname, "recorded");
const recordings = readdirSync(folder)
    .filter((name) => name.endsWith(".ndjson"))
    .map((name) => name.slice(0, -".ndjson".length));

/** What the engine said, as `record.ts` has recorded it. */
function eventsOf(recording: string): EngineEvent[] {
    const lines = readFileSync(join(folder, `${recording}.ndjson`), "utf8")
        .trimEnd()
        .split("\n");
    return lines.map((line) => JSON.parse(line) as EngineEvent);
}

const project = "urn:pulumi:prod::openmetadata-auth0";
const application = `${project}::openmetadata-auth0:index:SingleSignOn$openmetadata-auth0:index:Auth0Application::open-metadata`;
const keys = `${project}::openmetadata-auth0:index:SingleSignOn$openmetadata-auth0:index:JwtSigningKeys::open-metadata`;
const stack = `${project}::pulumi:pulumi:Stack::openmetadata-auth0-prod`;
const client = "auth0:index/client:Client";
const credentials = "auth0:index/clientCredentials:ClientCredentials";
const connection = "auth0:index/connectionClient:ConnectionClient";
const stash = "pulumi:index:Stash";

/** A change of a resource. */
function resource(op: Change["op"], parent: string, type: string, name = "open-metadata"): Change {
    const [, , types = ""] = parent.split("::");
    const chain = parent === stack ? type : `${types}$${type}`;
    return { op, urn: `${project}::${chain}::${name}`, parent, custom: true, before: {}, after: {}, properties: [] };
}

function meaningsIn(changes: readonly Change[]): string[] {
    return meaningsOf(changes, []).map(({ risk, text }) => `${risk}: ${text}`);
}

/** Events as the engine logs them for steps, of which each has a type, inputs before and after, and more. */
function stepsOf(
    ...steps: readonly (Partial<Change> & Pick<Change, "op" | "urn"> & { diffs?: string[] })[]
): EngineEvent[] {
    const metadata = steps.map(({ op, urn, parent = stack, before: old, after, diffs }) => ({
        op,
        urn,
        type: "",
        diffs,
        old: old && { custom: true, parent, inputs: old, outputs: old },
        new: after && { custom: true, parent, inputs: after, outputs: {} },
    }));
    return [
        ...metadata.map((step) => ({ resourcePreEvent: { metadata: step } })),
        { summaryEvent: {} },
    ] as unknown as EngineEvent[];
}

describe("Pull request summary", () => {
    for (const recording of recordings) {
        it(`The summary of the recorded run ${recording} is as expected`, () => {
            const subject = recording === "drift" ? "drift" : "preview";
            equal(
                `${markdownOf("prod", subject, eventsOf(recording))}\n`,
                readFileSync(join(folder, `${recording}.md`), "utf8"),
            );
        });
    }

    describe("Application changes", () => {
        const confirmation = "skipNonVerifiableCallbackUriConfirmationPrompt";
        const change = (op: Change["op"], before: object, after: object, type = client): string[] => {
            const [was, is] = [before, after].map((inputs): Record<string, unknown> => ({
                name: "OpenMetadata",
                ...inputs,
            }));
            const properties = [{ path: confirmation, before: was?.[confirmation], after: is?.[confirmation] }];
            return meaningsIn([
                { ...resource(op, application, type), before: { ...was }, after: { ...is }, properties },
            ]);
        };

        it("The summary warns that users no longer confirm a sign-in to loopback", () => {
            for (const meanings of [
                change("create", {}, { [confirmation]: "true" }),
                change("update", {}, { [confirmation]: "true" }),
                change("update", { [confirmation]: "false" }, { [confirmation]: "true" }),
            ]) {
                match(meanings.join("\n"), /^careful: Users no longer confirm a sign-in to a callback on loopback/m);
            }
            for (const meanings of [change("update", { [confirmation]: "true" }, {}), change("create", {}, {})]) {
                ok(!meanings.join("\n").includes("no longer confirm"));
            }
            deepEqual(change("update", { [confirmation]: "true" }, {}), [
                "note: Users confirm a sign-in to a callback on loopback, and sessions are not renewed there silently.",
            ]);
        });

        it("Removing the credentials resource of a SPA is not a breaking change", () => {
            const forgotten = (authenticationMethod: string) =>
                change("delete", { authenticationMethod }, {}, credentials).join("\n");
            match(forgotten("none"), /^note: Pulumi no longer manages how the application authenticates/);
            match(forgotten("client_secret_post"), /^breaks: /);
        });
    });

    describe("Resources outside the sign-on", () => {
        it("The summary ignores other Stash, Client and connection resources of the program", () => {
            const mine = `${project}::my:index:Component::mine`;
            for (const op of ["create", "delete", "replace"] as const) {
                deepEqual(
                    meaningsIn([
                        resource(op, stack, stash),
                        resource(op, mine, stash),
                        resource(op, application, stash),
                        resource(op, stack, client),
                        resource(op, application, "other:index/client:Client"),
                        resource(op, mine, credentials),
                        resource(op, stack, connection, "open-metadata-Staff"),
                    ]),
                    [],
                );
            }
        });

        it("Changes of another sign-on do not hide a breaking change of this one", () => {
            const other = (urn: string): string => urn.replace("::open-metadata", "::other");
            const component = { ...resource("create", stack, ""), urn: other(keys), custom: false };
            match(meaningsIn([resource("create", keys, stash), component]).join("\n"), /There is a new signing key/);
            match(
                meaningsIn([
                    resource("delete", application, credentials),
                    { ...resource("delete", other(application), client), before: { name: "Other" } },
                ]).join("\n"),
                /no longer authenticates with its client secret/,
            );
        });
    });

    it("The summary names the connection, whatever the sign-on's name", () => {
        deepEqual(meaningsIn([resource("create", application, connection, "open-metadata-My-Staff")]), [
            "careful: Everyone in the connection `My-Staff` may sign in.",
        ]);
    });

    it("The summary reports a further change of the client secret", () => {
        const secret = { clientSecret: { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "[secret]" } };
        const { urn } = resource("update", application, credentials);
        const events = stepsOf({
            op: "update",
            urn,
            parent: application,
            before: secret,
            after: secret,
            diffs: ["clientSecret"],
        });
        const markdown = markdownOf("prod", "preview", events);
        match(markdown, /\*\*Breaks:\*\* The client secret changes\./);
        match(markdown, /`clientSecret`: another `\[secret\]`/);
    });

    it("The summary counts replacements, components and providers as pulumi does", () => {
        const { urn } = resource("replace", application, client);
        const of = { urn, parent: application, before: { name: "a" }, after: { name: "a" } };
        const provider = `${project}::pulumi:providers:auth0::`;
        const events = stepsOf(
            { op: "create-replacement", ...of },
            { op: "replace", ...of },
            { op: "delete-replaced", ...of },
            { op: "create", urn: application, after: {} },
            { op: "create", urn: `${provider}default_3_49_0`, after: {} },
            { op: "update", urn: `${provider}mine`, before: {}, after: {} },
        );
        match(markdownOf("prod", "preview", events), /^### Stack `prod`: 1 to replace, 1 to create, 1 to update\n/);
    });

    it("A repeated message appears once in the summary", () => {
        const warning = { diagnosticEvent: { severity: "warning", color: "never", message: "careful" } };
        const events = [warning, warning, { summaryEvent: {} }] as unknown as EngineEvent[];
        equal(markdownOf("prod", "preview", events).split("careful").length, 2);
    });

    it("The summary lists breaking changes first", () => {
        const [, , first = ""] = markdownOf("prod", "preview", eventsOf("flowSwitched")).split("\n\n");
        match(first, /^- \*\*Breaks:\*\* The application type changes from `regular_web` to `spa`/);
    });

    it("The summary says who can and can no longer sign in when enforced domains change", () => {
        const changed = (from: string, to: string): string => {
            const [before, after] = [from, to].map((found) => `"enforcePrincipalDomain":${found}`);
            const text = JSON.stringify(eventsOf("settingsChanged"));
            const events = JSON.parse(text, (key, value: unknown) =>
                ["old", "new"].includes(key)
                    ? (JSON.parse(
                          JSON.stringify(value).replaceAll(
                              /"enforcePrincipalDomain":(true|false)/g,
                              (key === "old" ? before : after) ?? "",
                          ),
                      ) as unknown)
                    : value,
            ) as EngineEvent[];
            return markdownOf("prod", "preview", events);
        };
        match(
            changed("false", 'true,"allowedDomains":[]'),
            /\*\*Breaks:\*\* Users whose e-mail address is neither in the principal domain nor in allowedDomains can no longer sign in/,
        );
        match(
            changed("true", "false"),
            /\*\*Breaks:\*\* Domains are no longer enforced: anyone who can sign in with another/,
        );
        const lists = changed('true,"allowedDomains":["example.com"]', 'true,"allowedDomains":["example.org"]');
        match(lists, /Users of `example\.org` may sign in\./);
        match(lists, /\*\*Breaks:\*\* Users of `example\.com` can no longer sign in/);
    });

    it("The summary reports another sign-in domain as a breaking change", () => {
        const text = JSON.stringify(eventsOf("settingsChanged"));
        const events = JSON.parse(text, (key, value: unknown) =>
            key === "new"
                ? (JSON.parse(
                      JSON.stringify(value).replaceAll(
                          /"authority":"[^"]+"/g,
                          '"authority":"https://login.example.com"',
                      ),
                  ) as unknown)
                : value,
        ) as EngineEvent[];
        const [, , first = ""] = markdownOf("prod", "preview", events).split("\n\n");
        match(
            first,
            /^- \*\*Breaks:\*\* Users sign in at `https:\/\/login\.example\.com`, no longer at `https:\/\/\S+`: the issuer of all tokens changes/,
        );
    });

    it("The summary reports a run without an end as failed", () => {
        const events = eventsOf("newStack").filter(({ summaryEvent }) => summaryEvent === undefined);
        match(markdownOf("prod", "preview", events), /^### Stack `prod`: failed/);
    });
});
