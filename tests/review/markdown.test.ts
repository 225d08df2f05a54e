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
        match(first, /^- \*\*Breaks:\*\* The flow changes from regular_web to spa/);
    });

    it("says that a run failed which came to no end", () => {
        const events = eventsOf("newStack").filter(({ summaryEvent }) => summaryEvent === undefined);
        match(markdownOf("prod", "preview", events), /^### Stack `prod`: failed/);
    });
});
