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

/** Writes one set over the other until it is killed. */
async function main(folder: string): Promise<void> {
    for (let round = 0; ; round += 1) {
        await writeExport(folder, label, setOf("old"));
        if (round === 0) {
            process.stdout.write("begun\n");
        }
        await writeExport(folder, label, setOf("new"));
    }
}

if (require.main === module) {
    void main(process.argv[2] ?? "");
}
