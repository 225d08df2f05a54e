import { chmodSync, copyFileSync, cpSync } from "node:fs";
import { join } from "node:path";

/** What the program reads when it runs, beside what the compiler writes. */
const read = ["sandbox/pages/assets", "toolchain/go", "policies/PulumiPolicy.yaml", "policies/package.json"];

const dist = join(__dirname, "dist");
for (const path of read) {
    cpSync(join(__dirname, "..", path), join(dist, path), {
        recursive: true,
        filter: (source) => !source.endsWith(".ts"),
    });
}
copyFileSync(join(__dirname, "..", "LICENSE"), join(__dirname, "LICENSE"));
chmodSync(join(dist, "commands", "main.js"), 0o755);
