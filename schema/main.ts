import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../commands/project";
import { packageSchema } from "./packageSchema";

/** The file from which the schema is served. */
const file = join(projectFolder, "componentProvider", "schema.json");

writeFileSync(file, `${JSON.stringify(packageSchema(), undefined, 4)}\n`);
