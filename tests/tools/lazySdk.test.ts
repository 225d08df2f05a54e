import { deepEqual, equal } from "node:assert/strict";
import { projectFolder } from "../../cli/commands/project";
import { outputOf } from "../../processes/childProcess";
import { compiling } from "../../tools/compiling";

/** Runs a program in a process that loads Pulumi's SDK as the project's do, and gives what it has at the end. */
async function resultOf(program: string): Promise<unknown> {
    const script = `
        const pulumi = require("@pulumi/pulumi");
        const dear = /[\\\\/]node_modules[\\\\/](typescript[\\\\/]lib|@npmcli[\\\\/]arborist)[\\\\/]/;
        const loaded = () => [...new Set(Object.keys(require.cache).map((file) => dear.exec(file)?.[1]).filter(Boolean))];
        (async () => { console.log(JSON.stringify(await (${program})())); })();`;
    return JSON.parse(await outputOf(process.execPath, [...compiling, "--eval", script], { cwd: projectFolder }));
}

describe("Pulumi's SDK, as the processes of the project load it", () => {
    it("comes without the compiler and the resolver of packages", async () => {
        deepEqual(await resultOf("() => loaded()"), []);
    });

    it("loads the compiler when it serializes a function, which works as ever", async () => {
        const program = `async () => {
            const { text } = await pulumi.runtime.serializeFunction((first, second) => first + second);
            const module = { exports: {} };
            new Function("exports", "module", text)(module.exports, module);
            return { sum: module.exports.handler(1, 2), loaded: loaded() };
        }`;
        deepEqual(await resultOf(program), { sum: 3, loaded: ["typescript/lib"] });
    });

    it("loads the resolver when it looks for the packages that a function needs, which works as ever", async () => {
        const program = `async () => {
            const paths = await pulumi.runtime.computeCodePaths({ extraIncludePackages: ["jose"] });
            return [...paths.keys()].includes("node_modules/jose") && loaded().includes("@npmcli/arborist");
        }`;
        equal(await resultOf(program), true);
    });
});
