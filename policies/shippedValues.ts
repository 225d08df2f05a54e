import { createPublicKey, type KeyObject } from "node:crypto";
import type { Problem } from "../openmetadata/problem";
import { checkPublicKey, shipped } from "../openmetadata/shipped";
import { keysIn } from "./keysIn";
import { type Leaf, plainName } from "./leaves";
import { readingsOf } from "./readings";
import { validateLeaves, type WholePolicy } from "./violations";

/** No default of OpenMetadata is deployed: signing key, key id, issuer, Fernet key. */
export const shippedValues: WholePolicy = {
    name: "openmetadata-no-shipped-values",
    description:
        "OpenMetadata's defaults are public: with its key, anyone can create tokens that the server accepts (OpenMetadata's " +
        "conf/openmetadata.yaml, and its guide to production).",
    url: "https://docs.open-metadata.org/latest/deployment/security/enable-jwt-tokens",
    enforcementLevel: "mandatory",
    ...validateLeaves((leaf) => [...checkKeys(leaf), ...checkTexts(leaf)]),
};

function checkKeys({ path, value }: Leaf): Problem[] {
    return keysIn(value).flatMap((key) => checkPublicKey(path, publicDer(key)));
}

function publicDer(key: KeyObject): Buffer {
    return (key.type === "private" ? createPublicKey(key) : key).export({ format: "der", type: "spki" });
}

/** The names of settings that hold a principal domain, as they end. */
const domainNames = ["principaldomain", "allowedemaildomains", "alloweddomains"];

function checkTexts({ path, name, value }: Leaf): Problem[] {
    const problems: Problem[] = [];
    const readings = readingsOf(value).map((reading) => reading.toLowerCase());
    if (shipped.keyIds.some((id) => readings.some((reading) => reading.includes(id.toLowerCase())))) {
        problems.push({
            key: path,
            wrong: "has a default or documented key ID of OpenMetadata",
            write: "Use an ID of your own, such as a random UUID.",
        });
    }
    if (plainName(name).endsWith("issuer") && readings.includes(shipped.issuer)) {
        problems.push({
            key: path,
            wrong: "is OpenMetadata's default issuer",
            write: "Write a name of your own, such as the host of the server.",
        });
    }
    if (
        domainNames.some((ending) => plainName(name).endsWith(ending)) &&
        readings.some((reading) => reading.split(/[[\],"\s]+/).includes(shipped.principalDomain))
    ) {
        problems.push({
            key: path,
            wrong: "is OpenMetadata's default principal domain: its accounts are not those of your users",
            write: "Write the domain of your users' e-mail addresses.",
        });
    }
    if (hasFernetKey(value)) {
        problems.push({
            key: path,
            wrong: "has OpenMetadata's default Fernet key: anyone can read the passwords in the database with it",
            write: "Use a key of your own.",
        });
    }
    return problems;
}

const fernetKeyBytes = Buffer.from(shipped.fernetKey, "base64");
const fernetKeyHex = fernetKeyBytes.toString("hex");
const fernetKeyText = fernetKeyBytes.toString("base64url");

/** A Fernet key and a comma before the default one, in base64url; both signs may be percent-encoded. */
const afterAnother = new RegExp(
    `(?<![A-Za-z0-9_-])(?!${fernetKeyText})[A-Za-z0-9_-]{43}(=|%3D)(,|%2C)${fernetKeyText}`,
    "gi",
);

/**
 * Whether the default Fernet key is in a string: in base64 or base64url, with its padding or without, or in hex. After another
 * key and a comma it is taken: there it encrypts nothing, and reads what was encrypted with it before a change of the key.
 */
function hasFernetKey(value: string): boolean {
    return readingsOf(value).some(
        (reading) =>
            reading.replaceAll("+", "-").replaceAll("/", "_").replace(afterAnother, "").includes(fernetKeyText) ||
            reading.toLowerCase().includes(fernetKeyHex),
    );
}
