import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../project";
import { readYaml } from "../userFile";

/** The project's name; `undefined` where there is no project. */
export function projectName(): string | undefined {
    const file = join(projectFolder, "Pulumi.yaml");
    return existsSync(file) ? (readYaml(file) as { name?: string } | null)?.name : undefined;
}
