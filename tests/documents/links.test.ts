import { equal } from "node:assert/strict";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";
import { pages } from "./pages";

describe("the links of the documentation", () => {
    it("lead to files and headings that there are", async function () {
        const check = ["--use", "remark-validate-links=repository:false", "--frail", "--quiet", "--no-stdout"];
        const { exitCode, stderr } = await runProcess("node_modules/.bin/remark", [...check, ...pages()], {
            cwd: projectFolder,
        });
        equal(exitCode, 0, stderr);
    });
});
