import { equal, rejects } from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importSPKI, jwtVerify } from "jose";
import { writeExport } from "../../cli/commands/export/exportFolder";
import { exportedFiles } from "../../cli/commands/export/formats";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { outputOf, startProcess } from "../../processes/childProcess";
import { servers } from "./deployments";

/** The first Java that runs OpenMetadata. */
const neededJava = 17;

/** The version of the `java` on PATH; `undefined` where there is none. */
async function javaVersion(): Promise<number | undefined> {
    const { ended } = await startProcess("java", ["-version"]);
    const { exitCode, stderr } = await ended;
    return exitCode !== 0 ? undefined : Number(/version "(\d+)/.exec(stderr)?.[1]);
}

describe("Key files in Java", function () {
    let folder: string;
    const [server] = servers;

    before(async function () {
        if (((await javaVersion()) ?? 0) < neededJava) {
            // Node, npm and Go are all that the tests ask for. The forms of the keys are checked without Java as well.
            this.skip();
        }
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-java-"));
    });
    after(async () => {
        await rm(folder, { recursive: true, force: true });
    });

    async function token(): Promise<string> {
        const files = ["private_key.der", "public_key.der"].map((name) => join(folder, "jwtkeys", name));
        return outputOf("java", [join(__dirname, "LoadKeys.java"), ...files, "catalog-1"]);
    }

    it("Java loads the exported key files and signs a token that verifies", async () => {
        if (server === undefined) {
            throw new Error("There is no server to test with.");
        }
        const files = exportedFiles("env", server, { names: defaultKubernetesSecretNames, exist: false });
        await writeExport(folder, { format: "env", server: server.serverUrl }, files);
        const publicKey = createPublicKey({
            key: await readFile(join(folder, "jwtkeys", "public_key.der")),
            format: "der",
            type: "spki",
        });
        const spki = publicKey.export({ format: "pem", type: "spki" }).toString();
        const { payload, protectedHeader } = await jwtVerify(await token(), await importSPKI(spki, "RS256"));
        equal(protectedHeader.kid, "catalog-1");
        equal(payload.sub, "ingestion-bot");
    });

    it("Java rejects a private key file in PEM format", async () => {
        const file = join(folder, "jwtkeys", "private_key.der");
        const der = await readFile(file);
        await writeFile(file, `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`);
        await rejects(token(), /InvalidKeySpecException/);
    });
});
