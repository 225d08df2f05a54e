import { createHash } from "node:crypto";
import { shipped } from "../../../../openmetadata/shipped";
import type { ServerKey } from "../../../../openmetadata/api";
import { fingerprintOf, publicKeyOf } from "../../../../openmetadata/api/serverKey";
import type { Facts } from "../facts";
import { type Check, error, ok } from "../finding";
import { textOf } from "../intended";
import { type Result, valueOf } from "../probe";
import { deploy } from "../remedies";

/** The server has loaded its key. */
export const loaded: Check = ({ server }) => {
    const id = "keys.loaded";
    if ("error" in server.version) {
        return [];
    }
    const failed = server.keys.find((answer) => "error" in answer);
    const found = keysOf(server);
    if (found.length > 0 && failed === undefined) {
        return [ok(id, found.map(({ kid }) => kid).join(", "))];
    }
    return [
        error(
            id,
            failed !== undefined && "error" in failed ? failed.error : "no key",
            "Which key the server signs with is not known. A server that cannot load its key files does not start at all.",
            "Run doctor again once the server has recovered; check its log, and whether a proxy in front of it blocks " +
                "/api/v1/system/config/jwks.",
        ),
    ];
};

/** The server does not sign with the key that everyone knows. */
export const notShipped: Check = ({ server }) => {
    const id = "keys.shipped";
    const found = keysOf(server);
    const known = found.filter(
        (key) => shipped.keyIds.some((keyId) => keyId === key.kid) || fingerprint(key) === shipped.publicKeySha256,
    );
    if (found.length === 0) {
        return [];
    }
    return [
        known.length === 0
            ? ok(id, "not the default key")
            : error(
                  id,
                  `key id ${known.map(({ kid }) => kid).join(", ")}`,
                  "This is OpenMetadata's default key, or its ID: anyone can create an admin's token.",
                  deploy,
              ),
    ];
};

/** The server's key goes by the stack's key id. */
export const keyId: Check = ({ intended, server }) => {
    const id = "keys.id";
    const expected = textOf(intended, "jwtTokenConfiguration.keyId");
    const found = keysOf(server).map(({ kid }) => kid);
    if (found.length === 0) {
        return [];
    }
    return [
        found.every((kid) => kid === expected)
            ? ok(id, expected)
            : error(
                  id,
                  `${found.join(", ")}, and not ${expected}`,
                  "The tokens of the stack's bots are refused: the server finds their key by its ID.",
                  deploy,
              ),
    ];
};

/** The server's key is the stack's. */
export const modulus: Check = ({ intended, server }) => {
    const id = "keys.modulus";
    const expected = createHash("sha256").update(intended.publicKey).digest("hex");
    const found = keysOf(server).map((key) => fingerprint(key) ?? "unreadable");
    if (found.length === 0) {
        return [];
    }
    return [
        found.every((one) => one === expected)
            ? ok(id, `SHA-256 ${expected.slice(0, 16)}…`)
            : error(
                  id,
                  `SHA-256 ${found.map((one) => `${one.slice(0, 16)}…`).join(", ")}, and not ${expected.slice(0, 16)}…`,
                  "The server's key differs from the stack's: files of an earlier key version, or of another stack.",
                  deploy,
              ),
    ];
};

/** All replicas behind the URL answer alike. */
export const replicas: Check = ({ server }) => {
    const id = "server.replicas";
    const answers: readonly (readonly Result<unknown>[])[] = [server.keys, server.authentication];
    const kinds = answers.map((same) => new Set(same.map((answer) => JSON.stringify(valueOf(answer) ?? "none"))).size);
    if ("error" in server.version) {
        return [];
    }
    return [
        kinds.every((count) => count === 1)
            ? ok(id, `${server.keys.length} answers, all alike`)
            : error(
                  id,
                  `${server.keys.length} answers to the same question, ${Math.max(...kinds)} of them different`,
                  "Replicas run with different keys or settings: what one signs, another refuses. A change through the API reaches " +
                      "only one replica, and the next change at another one overwrites it.",
                  "Give all replicas the same settings and key files, and restart every one. After `up` has written settings, " +
                      "restart the other replicas before anything else is changed.",
              ),
    ];
};

/** The different keys among all answers. */
function keysOf({ keys }: Facts["server"]): ServerKey[] {
    const all = keys.flatMap((answer) => valueOf(answer) ?? []);
    return [...new Map(all.map((key) => [`${key.kid} ${key.n}`, key])).values()];
}

function fingerprint(key: ServerKey): string | undefined {
    const publicKey = publicKeyOf(key);
    return publicKey && fingerprintOf(publicKey);
}
