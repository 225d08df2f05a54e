import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../project";

/** The project's name; `undefined` where there is no project. */
export function projectName(): string | undefined {
    const file = join(projectFolder, "Pulumi.yaml");
    return existsSync(file) ? (parse(readFileSync(file, "utf8")) as { name?: string }).name : undefined;
}
