import { equal, match } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { markdownOf } from "../../commands/review/markdown";

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

    it("names what breaks before all else", () => {
        const [, , first = ""] = markdownOf("prod", "preview", eventsOf("flowSwitched")).split("\n\n");
        match(first, /^- \*\*Breaks:\*\* The flow changes from `regular_web` to `spa`/);
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
            /\*\*Breaks:\*\* Users whose address is neither in the principal domain nor in allowedDomains can no longer sign in/,
        );
        match(
            changed("true", "false"),
            /\*\*Breaks:\*\* Domains are no longer enforced: whoever can sign in with another/,
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
