import { fingerprintOf, publicKeyOf } from "../../../openmetadata/api/serverKey";
import { compareVersions } from "../../../openmetadata/version";
import { createHash } from "node:crypto";
import type { Facts } from "./facts";
import { textOf } from "./intended";
import { valueOf } from "./probe";
import { commandLine } from "../commandLine";

/**
 * Whether the server signs with the stack's key. Its key always comes from its environment, so that one which does has
 * been given the stack's settings, whatever it uses of them.
 */
export function hasStackKey({ intended, server }: Facts): boolean {
    const keyId = textOf(intended, "jwtTokenConfiguration.keyId");
    const fingerprint = createHash("sha256").update(intended.publicKey).digest("hex");
    return server.keys.some((answer) =>
        valueOf(answer)?.some((key) => {
            const publicKey = publicKeyOf(key);
            return key.kid === keyId && publicKey !== undefined && fingerprintOf(publicKey) === fingerprint;
        }),
    );
}

/** How to see what only an admin is shown. */
export const asAdmin = "Pass an admin's token: OPENMETADATA_TOKEN or --token-file.";

/** How to let the server have the stack's settings and key files. */
export const deploy = `Run \`${commandLine("export")}\`, give the server what it writes, settings and key files, and restart every replica.`;

/** How to let the server use the stack's settings, by what it has of them now. */
export function mendSettings(facts: Facts): string {
    if (!hasStackKey(facts)) {
        return deploy;
    }
    const ops =
        "run `./bootstrap/openmetadata-ops.sh remove-security-config --force` in the server and restart every replica";
    const version = valueOf(facts.server.version);
    // OpenMetadata 2.0 keeps sessions in its database; before, a restart signs everyone out.
    const outcome =
        version !== undefined && compareVersions(version, "2.0") < 0 ? "; before 2.0, that signs everyone out" : "";
    return `Set openmetadata:token in the stack and run \`${commandLine("up")}\`; or ${ops}${outcome}.`;
}
