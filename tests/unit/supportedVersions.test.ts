import { ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { knownVersions } from "../../openmetadata/version";
import manifest from "../../package.json";
import { oldestPulumi } from "../../cli/engine/versions";

describe("docs/versions.md", () => {
    const page = readFileSync(join(projectFolder, "docs", "versions.md"), "utf8");
    const supported = /^## What is supported\n(?<section>[^]*?)^## /m.exec(page)?.groups?.["section"] ?? "";

    it("docs/versions.md names the versions that the package requires", () => {
        const { dependencies, engines } = manifest;
        for (const version of [
            `${engines.node.replace(/^>=|\.0$/g, "")} and later`,
            `${oldestPulumi.replace(/\.0$/, "")} and later`,
            `\`@pulumi/pulumi\` ${dependencies["@pulumi/pulumi"]}`,
            `\`@pulumi/auth0\` ${dependencies["@pulumi/auth0"]}`,
            `${knownVersions.first} to ${knownVersions.newest}`,
        ]) {
            ok(supported.includes(version), `${version} is not named`);
        }
    });
});
