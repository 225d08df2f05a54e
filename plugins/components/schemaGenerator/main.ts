import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageSchema } from "./packageSchema";

/** The file from which the schema is served. */
const file = join(__dirname, "..", "schema.json");

writeFileSync(file, `${JSON.stringify(packageSchema(), undefined, 4)}\n`);
