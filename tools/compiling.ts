import { createRequire } from "node:module";
import { join } from "node:path";
import { projectFolder } from "../cli/commands/project";

/** What makes `node` run the TypeScript of this project, compiled once for all of its processes. */
export const compiling = ["--require", join(projectFolder, "tools", "compile.cjs")];

/** Keeps what V8 has compiled in a process that was started so, and will be killed. */
export function keepCode(): void {
    (createRequire(__filename)("./compile.cjs") as { keepCode(): void }).keepCode();
}
