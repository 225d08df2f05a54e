import { deepEqual, doesNotThrow, equal, ok, throws } from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { stackExport } from "../../cli/commands/export/stackExport";
import { InvalidInput, ServerConfiguration } from "../../components";
import { checkKeyPair } from "../../openmetadata/jwtKey";
import { checkFernetKey, shipped } from "../../openmetadata/shipped";
import { newKeyFiles } from "./keyPair";
import { declaredBy } from "./mocks";

const right = newKeyFiles();
const other = newKeyFiles();
const privateKey = createPrivateKey({ key: Buffer.from(right.privateKeyDer, "base64"), format: "der", type: "pkcs8" });
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });

function base64(content: Buffer | string): string {
    return Buffer.from(content).toString("base64");
}

/** Key files with which a server does not start, or refuses its bots, and what is wrong with them. */
const wrong: [string, Partial<typeof right>, string[]][] = [
    ["of two pairs", { publicKeyDer: other.publicKeyDer }, ["publicKeyDer"]],
    ["in PKCS#1", { privateKeyDer: base64(privateKey.export({ format: "der", type: "pkcs1" })) }, ["privateKeyDer"]],
    ["in PEM", { privateKeyDer: base64(privateKey.export({ format: "pem", type: "pkcs8" })) }, ["privateKeyDer"]],
    [
        "with an encrypted private key",
        {
            privateKeyDer: base64(
                privateKey.export({ format: "der", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "secret" }),
            ),
        },
        ["privateKeyDer"],
    ],
    [
        "of elliptic curves",
        {
            privateKeyDer: base64(elliptic.privateKey.export({ format: "der", type: "pkcs8" })),
            publicKeyDer: base64(elliptic.publicKey.export({ format: "der", type: "spki" })),
        },
        ["privateKeyDer", "publicKeyDer"],
    ],
    ["with a private key in place of the public one", { publicKeyDer: right.privateKeyDer }, ["publicKeyDer"]],
    ["that are empty", { privateKeyDer: "", publicKeyDer: "" }, ["privateKeyDer", "publicKeyDer"]],
];

describe("JWT key files", () => {
    it("Key files from JwtSigningKeys are valid", () => {
        deepEqual(checkKeyPair(right), []);
    });
    for (const [what, files, keys] of wrong) {
        it(`Key files ${what} are refused before anything else is declared or exported`, async () => {
            const found = checkKeyPair({ ...right, ...files });
            deepEqual(
                found.map(({ key }) => key),
                keys,
            );
            const declared = await declaredBy(() => {
                throws(
                    () =>
                        new ServerConfiguration("om", {
                            applicationType: "spa",
                            domain: "example.eu.auth0.com",
                            clientId: "QXBwbGljYXRpb25JZA",
                            serverUrl: "https://om.example.com",
                            admins: ["jane@example.com"],
                            keyId: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11",
                            ...right,
                            ...files,
                        }),
                    (error) => {
                        ok(error instanceof InvalidInput);
                        deepEqual(
                            error.problems.map(({ key }) => key),
                            keys,
                        );
                        // Key files begin alike, and end with what is their own.
                        for (const content of Object.values({ ...right, ...files }).filter((text) => text !== "")) {
                            ok(!error.message.includes(content.slice(-40)), error.message);
                        }
                        return true;
                    },
                );
            });
            deepEqual(
                declared.map(({ type }) => type),
                ["openmetadata-auth0:index:ServerConfiguration"],
            );
            throws(() => stackExport(outputs(files), undefined), /would not start, or would refuse its bots/);
        });
    }

    function outputs(files: Partial<typeof right>, keyId = "key-1"): Record<string, unknown> {
        return {
            settings: { "https://om.example.com": { jwtTokenConfiguration: { keyId } } },
            ...right,
            ...files,
        };
    }

    it("The export finds the server by any spelling of its URL", () => {
        const { settings } = outputs({}) as { settings: Record<string, unknown> };
        const servers = {
            ...outputs({}),
            settings: { ...settings, "https://apps.example.com/om": settings["https://om.example.com"] },
        };
        for (const [written, serverUrl] of [
            ["https://OM.example.com:443/", "https://om.example.com"],
            ["HTTPS://apps.EXAMPLE.com/om/", "https://apps.example.com/om"],
        ] as const) {
            equal(stackExport(servers, written).serverUrl, serverUrl);
        }
        throws(() => stackExport(servers, "https://om.example.com:8443/"), /The stack has no server/);
        throws(() => stackExport(servers, "om"), /The stack has no server om\. Choose one/);
    });

    it("Key files are not exported without a key ID or with the default one", () => {
        doesNotThrow(() => stackExport(outputs({}), undefined));
        for (const keyId of ["", shipped.keyIds[0]]) {
            throws(() => stackExport(outputs({}, keyId), undefined), /jwtTokenConfiguration\.keyId /);
        }
    });
});

describe("checkFernetKey", () => {
    const [first, second] = ["A".repeat(43), "b-_B".repeat(10) + "b-_"].map((key) => `${key}=`);
    it("A new Fernet key may be followed by old ones, the default key included", () => {
        for (const keys of [[first], [first, second], [first, second, shipped.fernetKey]]) {
            deepEqual(checkFernetKey("fernetKey", keys.join()), []);
        }
    });
    it("A malformed Fernet key is refused, and so is the default key in front", () => {
        for (const text of [`${first},`, `${first}, ${second}`, `${first};${second}`, `${first},short`]) {
            equal(
                checkFernetKey("fernetKey", text)[0]?.wrong,
                "is not a valid Fernet key, which is 32 bytes in base64",
            );
        }
        equal(checkFernetKey("fernetKey", `${shipped.fernetKey},${first}`).length, 1);
    });
});
