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

describe("the summary for a pull request", () => {
    for (const recording of recordings) {
        it(`reads right for what was recorded as ${recording}`, () => {
            const subject = recording === "drift" ? "drift" : "preview";
            equal(
                `${markdownOf("prod", subject, eventsOf(recording))}\n`,
                readFileSync(join(folder, `${recording}.md`), "utf8"),
            );
        });
    }

    describe("of an application", () => {
        const confirmation = "skipNonVerifiableCallbackUriConfirmationPrompt";
        const change = (op: Change["op"], before: object, after: object, kind = "Client"): string[] => {
            const [was, is] = [before, after].map((inputs): Record<string, unknown> => ({
                name: "OpenMetadata",
                ...inputs,
            }));
            const properties = [{ path: confirmation, before: was?.[confirmation], after: is?.[confirmation] }];
            const base = { op, kind, name: "openmetadata", custom: true, properties };
            return meaningsOf([{ ...base, before: { ...was }, after: { ...is } }], []).map(
                ({ risk, text }) => `${risk}: ${text}`,
            );
        };

        it("says that nobody confirms a sign-in to loopback any more", () => {
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
                "note: Users confirm a sign-in to a callback on loopback, and sessions are not renewed there unseen.",
            ]);
        });

        it("does not say that a SPA breaks whose credentials are forgotten", () => {
            const forgotten = (authenticationMethod: string) =>
                change("delete", { authenticationMethod }, {}, "ClientCredentials").join("\n");
            match(forgotten("none"), /^note: Pulumi no longer manages how the application authenticates/);
            match(forgotten("client_secret_post"), /^breaks: /);
        });
    });

    it("names what breaks before all else", () => {
        const [, , first = ""] = markdownOf("prod", "preview", eventsOf("flowSwitched")).split("\n\n");
        match(first, /^- \*\*Breaks:\*\* The application type changes from `regular_web` to `spa`/);
    });

    it("says in words who is let in no more, and who is let in, where domains are enforced in another way", () => {
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

    it("says that a run failed which came to no end", () => {
        const events = eventsOf("newStack").filter(({ summaryEvent }) => summaryEvent === undefined);
        match(markdownOf("prod", "preview", events), /^### Stack `prod`: failed/);
    });
});
