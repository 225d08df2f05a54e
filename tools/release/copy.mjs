// What the package has beside what is compiled: the folders that Pulumi is told to start its plugins in, and Auth0's Action.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const published = { provider: "server", componentProvider: "components" };

for (const [name, plugin] of Object.entries(published)) {
    mkdirSync(`dist/${name}`);
    copyFileSync(`plugins/${plugin}/PulumiPlugin.yaml`, `dist/${name}/PulumiPlugin.yaml`);
    writeFileSync(`dist/${name}/index.js`, `"use strict";\nrequire("../plugins/${plugin}/index.js");\n`);
}
// The Action is deployed as text.
copyFileSync("components/postLoginAction.js", "dist/components/postLoginAction.js");
// `main` is for a checkout, in which nothing is compiled.
const { main: _main, ...manifest } = JSON.parse(readFileSync("plugins/components/package.json", "utf8"));
writeFileSync("dist/componentProvider/package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
