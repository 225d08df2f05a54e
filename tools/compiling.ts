import { join } from "node:path";
import { projectFolder } from "../cli/commands/project";

/** What makes `node` run the TypeScript of this project, compiled once for all of its processes. */
export const compiling = ["--require", join(projectFolder, "tools", "compile.cjs")];
