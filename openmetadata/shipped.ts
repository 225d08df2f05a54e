import { createHash } from "node:crypto";
import { checkPortable, longestBase } from "./portable";
import { type Problem, problemAt } from "./problem";

/**
 * OpenMetadata's defaults, which everyone knows. None of it may reach production.
 *
 * Source: OpenMetadata's `conf/openmetadata.yaml` and the default values of its Helm chart.
 */
export const shipped = {
    /** The user with the password `admin`. */
    admin: "admin",
    principalDomain: "open-metadata.org",
    issuer: "open-metadata.org",
    /** Key IDs: the default, and the sample in the documentation, which gets pasted. */
    keyIds: ["Gb389a-9f76-gdjs-a92j-0242bk94356", "c8ec220c-be7d-4e47-97c7-098bf6a57ce1"],
    /** SHA-256 of the default public key in canonical X.509 SubjectPublicKeyInfo DER, hexadecimal. */
    publicKeySha256: "5ef1fe95ce866280ed426e40f6aca6bb30324fff024d4d5402b5bb1bc970a0d8",
    /** The key with which passwords in the database are encrypted. */
    fernetKey: "jJ/9sz0g0OHxsfxOoSfdFdmk3ysNmPRnH3TUAbz3IHA=",
    /** Folder of the default key files in the server's image. */
    keyFolder: "/opt/openmetadata/conf",
} as const;

/** Checks that a public key, as X.509 SubjectPublicKeyInfo DER, is not the default one, whose private key is public. */
export function checkPublicKey(key: string, publicKeyDer: Uint8Array): Problem[] {
    if (createHash("sha256").update(publicKeyDer).digest("hex") !== shipped.publicKeySha256) {
        return [];
    }
    return problemAt(key, "is OpenMetadata's default key: anyone can sign tokens with it", "Use a key of your own.");
}

/** Checks a key ID: it has the characters that every form of the settings takes, and is not one that everyone knows. */
export function checkKeyId(key: string, keyId: string): Problem[] {
    if (shipped.keyIds.some((known) => known.toLowerCase() === keyId.toLowerCase())) {
        return problemAt(
            key,
            `${JSON.stringify(keyId)} is a default or documented key ID of OpenMetadata`,
            "Use an ID of your own, such as a random UUID.",
        );
    }
    return checkPortable(key, keyId, {
        what: "key ID",
        form: /^[A-Za-z0-9_-][A-Za-z0-9._:/+=@-]{0,255}$/,
        write: "Write 1 to 256 letters, digits and . _ - : / + = @, such as a UUID.",
    });
}

/** Checks that the issuer of OpenMetadata's tokens is a name of its own, in characters that need no quotes anywhere. */
export function checkIssuer(key: string, issuer: string): Problem[] {
    if (issuer.toLowerCase() === shipped.issuer) {
        return problemAt(
            key,
            `${JSON.stringify(issuer)} is OpenMetadata's default issuer`,
            "Write a name of your own, such as the host of the server.",
        );
    }
    return checkPortable(key, issuer, {
        what: "issuer",
        form: /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}$/,
        write: "Write a host name or an https URL, in letters, digits and . _ - : /.",
    });
}

/**
 * Checks the keys for passwords in the database: 32 bytes in base64 each, with commas between. The first encrypts, and is
 * not the default key; all decrypt. They are not in what is said.
 */
export function checkFernetKey(key: string, fernetKey: string): Problem[] {
    const write = "Write a key as `openssl rand -base64 32` generates it; for a database with content,";
    const keys = fernetKey.split(",").map((one) => one.replaceAll("-", "+").replaceAll("_", "/"));
    if (!keys.every((one) => /^[A-Za-z0-9+/]{43}=$/.test(one))) {
        return problemAt(
            key,
            "is not a valid Fernet key, which is 32 bytes in base64",
            `${write} the key that is in use, alone or after a new one and a comma.`,
        );
    }
    if (keys[0] === shipped.fernetKey) {
        return problemAt(
            key,
            "is OpenMetadata's default key: anyone can read the passwords in the database with it",
            `${write} that key, a comma and this one.`,
        );
    }
    return [];
}

/** The folder of the key files where nothing is said: where the documentation of OpenMetadata has them mounted. */
export const defaultKeyFolder = "/etc/openmetadata/jwtkeys";

/** Checks the folder of the key files: an absolute path without spaces, and not that of the default keys. */
export function checkKeyFolder(key: string, folder: string): Problem[] {
    if (!/^(\/[A-Za-z0-9._-]+)+$/.test(folder) || folder.split("/").includes("..")) {
        return problemAt(
            key,
            `${JSON.stringify(folder)} is not an absolute path of letters, digits, dots and hyphens`,
            "Write a folder such as /etc/openmetadata/jwtkeys.",
        );
    }
    if (folder.length > longestBase) {
        return problemAt(key, `has ${folder.length} characters`, `Write a path of up to ${longestBase} characters.`);
    }
    if (folder === shipped.keyFolder) {
        return problemAt(
            key,
            `${JSON.stringify(folder)} is where OpenMetadata keeps its default keys`,
            "Write a folder of your own, such as /etc/openmetadata/jwtkeys.",
        );
    }
    return [];
}
