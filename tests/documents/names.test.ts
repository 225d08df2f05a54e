import { deepEqual, ok } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SingleSignOn, stackOutputs } from "../../components";
import { projectFolder } from "../../cli/commands/project";
import { policies } from "../../policies/policies";
import { declaredBy } from "../unit/mocks";
import { pages } from "./pages";

function text(...path: readonly string[]): string {
    return readFileSync(join(projectFolder, ...path), "utf8");
}

/** All that a pattern finds in a text, each once, sorted. */
function found(pattern: RegExp, where: string): string[] {
    return [...new Set([...where.matchAll(pattern)].map(([all, part]) => part ?? all))].sort();
}

/** The first cells of the tables in a text. */
function firstCells(where: string): string {
    return found(/^\| *([^|]*)\|/gm, where).join("\n");
}

describe("Names in the documentation", () => {
    it("docs/policies.md lists exactly the existing policies", () => {
        deepEqual(
            found(/`([\w-]+)`/g, firstCells(text("docs", "policies.md"))),
            policies.map(({ name }) => name).sort(),
        );
    });

    it("docs/troubleshooting.md names only existing checks, and all checks of a token", () => {
        const folder = ["cli", "commands", "doctor", "checks"];
        const sources = readdirSync(join(projectFolder, ...folder)).map((name) => text(...folder, name));
        const checks = found(/"((?:admins|bots|jwt|keys|server|settings|tenant|token)\.\w+)"/g, sources.join("\n"));
        const page = text("docs", "troubleshooting.md");
        const named = found(/`((?:admins|bots|jwt|keys|server|settings|tenant|token)\.\w+)`/g, page);
        deepEqual(
            named.filter((name) => !checks.includes(name)),
            [],
        );
        deepEqual(
            checks.filter((name) => name.startsWith("jwt.") && !named.includes(name)),
            [],
        );
    });

    it("The pages name only existing npm scripts", () => {
        const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
        // The changelog names those that are gone.
        for (const page of pages().filter((one) => one !== "CHANGELOG.md")) {
            for (const name of found(/npm run (?:-s |--silent )?([\w:]+)/g, text(page))) {
                ok(name in scripts, `${page}: npm run ${name}`);
            }
        }
    });

    it("docs/configuration.md lists exactly the outputs of a stack", async () => {
        const [, rest = ""] = text("docs", "configuration.md").split("## Outputs");
        const [table = ""] = rest.split("\n## ");
        const url = "https://openmetadata.example.com";
        let outputs: string[] = [];
        await declaredBy(() => {
            const signOn = new SingleSignOn("openmetadata", {
                applicationType: "web",
                domain: "example.eu.auth0.com",
                serverUrls: [url],
                admins: ["jane.doe@example.com"],
                allowedRoles: ["catalog-user"],
                fernetKey: randomBytes(32).toString("base64"),
                requireMfa: true,
                serverTokens: { [url]: "token" },
            });
            outputs = Object.keys(stackOutputs(signOn));
        });
        deepEqual(found(/`(\w+)`/g, firstCells(table)), outputs.sort());
    });
});
