import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { endingOf } from "../../../cli/commands/review/ending";
import { confirms, up } from "../../../cli/commands/review/up";
import type { Stack } from "../../../cli/commands/stack";

function fileOf(recording: string): string {
    return join(__dirname, "recorded", `${recording}.ndjson`);
}

function ending(recording: string): string {
    const lines = readFileSync(fileOf(recording), "utf8").trimEnd().split("\n");
    return endingOf(
        "prod",
        lines.map((line) => JSON.parse(line) as EngineEvent),
    );
}

describe("Preview summary on the terminal", () => {
    it("The terminal summary lists changed values, then their meaning, breaking changes first", () => {
        const text = ending("flowSwitched");
        match(text, /^Changes:\n {2}`Client` `openmetadata`: `appType`: `regular_web` → `spa`\n/);
        match(text, /\nWhat it means:\n {2}Breaks: The application type changes from `regular_web` to `spa`/);
    });

    it("The terminal summary has one line for each changed setting", () => {
        const path = "settings.https://om.example.com.authorizerConfiguration.adminPrincipals";
        deepEqual(ending("adminsChanged").split("\n").slice(0, 7), [
            "Changes:",
            `  output \`${path}\`: removed \`jane.doe\``,
            `  output \`${path}\`: added \`alex.poe\``,
            "",
            "What it means:",
            "  Careful: Servers have new settings: export them, and restart the servers.",
            "  Careful: `jane.doe` is no longer an admin. An existing account stays an admin until another admin removes that role in OpenMetadata.",
        ]);
    });

    it("The terminal summary reports an unchanged sign-in and is empty for a failed run", () => {
        match(ending("nothing"), /^What it means:\n {2}The sign-in stays as it is\./);
        equal(ending("failure"), "");
        match(ending("policyViolation"), /The application may use the grant `password`/);
    });

    it("The terminal summary says how to undo or keep changes made outside the stack", () => {
        match(
            ending("driftUndone"),
            /\nChanged outside the stack:\n {2}Undo it: `npm run up -- --stack prod --refresh` sets the stack's values again\.\n {2}Keep it: .*`callbacks`: `openMetadataUrl`\./,
        );
        doesNotMatch(ending("flowSwitched"), /outside the stack/);
        match(ending("nothing"), /`npm run drift -- --stack prod` shows what was changed outside/);
    });

    it("The terminal summary shows no secret", () => {
        doesNotMatch(ending("secretRotated"), /4dabf18193072939515e22adb298388d|ciphertext/);
    });
});

describe("npm run up", () => {
    /** Runs `up`, and gives the runs of pulumi; a run with an event log gets a recorded one. */
    async function runs(args: readonly string[], recording = "nothing", status = 0): Promise<string[]> {
        const all: string[] = [];
        const stack = {
            async run(given: readonly string[]) {
                const log = given.indexOf("--event-log");
                if (log >= 0) {
                    await copyFile(fileOf(recording), given[log + 1] ?? "");
                }
                all.push(given.filter((_arg, index) => log < 0 || index < log).join(" "));
                return status;
            },
        } as unknown as Stack;
        const write = process.stdout.write.bind(process.stdout);
        process.stdout.write = () => true;
        try {
            equal(await up(stack, "prod", args), status);
        } finally {
            process.stdout.write = write;
        }
        return all;
    }

    it("up passes preview options to the preview and all options to the update", async () => {
        deepEqual(await runs(["--stack", "prod", "--yes", "--refresh", "--plan", "p.json", "--expect-no-changes"]), [
            "preview --suppress-outputs --stack prod --refresh",
            "up --yes --skip-preview --suppress-outputs --stack prod --yes --refresh --plan p.json --expect-no-changes",
        ]);
        deepEqual(await runs(["-ryd", "--diff", "--secrets-provider=x"]), [
            "preview -rd --diff",
            "up --yes --skip-preview -ryd --diff --secrets-provider=x",
        ]);
    });

    it("up changes nothing if the preview fails", async () => {
        deepEqual(await runs(["--yes"], "failure", 1), ["preview --suppress-outputs"]);
    });

    it("up leaves unknown combinations of options and non-interactive runs to pulumi", async () => {
        for (const args of [["--yes", "--json"], ["-fy"], ["--yes", "--strict"], ["--non-interactive"]]) {
            deepEqual(await runs(args), [`up ${args.join(" ")}`]);
        }
    });

    it("Only yes or y confirms an update", async () => {
        const answered = async (text: string): Promise<boolean> => {
            const input = new PassThrough();
            input.end(text);
            return confirms("Sure? ", input, new PassThrough());
        };
        deepEqual(await Promise.all(["yes\n", "Y\n", "no\n", "\n", "yesterday\n", ""].map(answered)), [
            true,
            true,
            false,
            false,
            false,
            false,
        ]);
    });
});
