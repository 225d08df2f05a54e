import { equal } from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";
import { pages } from "./pages";

describe("Links in the documentation", () => {
    it("All links lead to existing files and headings", async function () {
        const check = ["--use", "remark-validate-links=repository:false", "--frail", "--quiet", "--no-stdout"];
        const files = pages().map((page) => join("..", page));
        const { exitCode, stderr } = await runProcess("npx", ["--no-install", "remark", ...check, ...files], {
            cwd: join(projectFolder, "tests"),
        });
        equal(exitCode, 0, stderr);
    });
});
