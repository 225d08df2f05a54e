import { equal } from "node:assert/strict";
import { projectFolder } from "../../commands/project";
import { pages } from "./pages";

describe("the links of the documentation", () => {
    it("lead to files and headings that there are", async function () {
        this.timeout(60_000);
        const { execa } = await import("execa");
        const check = ["--use", "remark-validate-links=repository:false", "--frail", "--quiet", "--no-stdout"];
        const { exitCode, stderr } = await execa("node_modules/.bin/remark", [...check, ...pages()], {
            cwd: projectFolder,
            reject: false,
        });
        equal(exitCode, 0, stderr);
    });
});
