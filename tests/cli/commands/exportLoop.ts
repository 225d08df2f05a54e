import { writeExport } from "../../../cli/commands/export/exportFolder";
import type { ExportedFile } from "../../../cli/commands/export/formats";

const secret = ["openmetadata.env", "jwtkeys/private_key.der"];

/** A set of files that all say which set they are of. */
export function setOf(content: string): ExportedFile[] {
    return ["openmetadata.env", "docker-compose.auth0.yml", "jwtkeys/private_key.der", "jwtkeys/public_key.der"].map(
        (path) => ({ path, content: Buffer.from(content), secret: secret.includes(path), what: "a test" }),
    );
}

export const label = { format: "compose", server: "https://om.example.com" } as const;

/** Writes one set over the other until it is killed, and says each time which it has written. */
async function main(folder: string): Promise<void> {
    for (;;) {
        for (const set of ["old", "new"]) {
            await writeExport(folder, label, setOf(set));
            process.stdout.write(`${set}\n`);
        }
    }
}

if (require.main === module) {
    void main(process.argv[2] ?? "");
}
