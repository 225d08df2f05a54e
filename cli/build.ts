import { chmodSync, copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the program reads when it runs, beside what the compiler writes. */
const read = [
    "sandbox/actions/actionProcess.cjs",
    "sandbox/pages/assets",
    "cli/engine/go",
    "policies/PulumiPolicy.yaml",
];

const dist = join(__dirname, "dist");
for (const path of read) {
    cpSync(join(__dirname, "..", path), join(dist, path), {
        recursive: true,
        filter: (source) => !source.endsWith(".ts"),
    });
}
// `main` is for a checkout, in which nothing is compiled.
const { main: _main, ...manifest } = JSON.parse(
    readFileSync(join(__dirname, "..", "policies", "package.json"), "utf8"),
) as Record<string, unknown>;
writeFileSync(join(dist, "policies", "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
copyFileSync(join(__dirname, "..", "LICENSE"), join(__dirname, "LICENSE"));
chmodSync(join(dist, "cli", "commands", "main.js"), 0o755);
