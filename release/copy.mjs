// What the package has of its sources as they are, beside what is compiled.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

for (const plugin of ["provider", "componentProvider"]) {
    copyFileSync(`${plugin}/PulumiPlugin.yaml`, `dist/${plugin}/PulumiPlugin.yaml`);
}
// `main` is for a checkout, in which nothing is compiled.
const { main: _main, ...manifest } = JSON.parse(readFileSync("componentProvider/package.json", "utf8"));
writeFileSync("dist/componentProvider/package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
