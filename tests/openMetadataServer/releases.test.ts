import { deepEqual, equal, rejects } from "node:assert/strict";
import { adminBot, ask, sendable } from "./asking";
import { startOpenMetadataServer } from "./server";

/** A field, the first release that has it, and the last one that was read without. */
const fields: readonly [field: string, first: string, last: string, value: unknown][] = [
    ["forceSecureSessionCookie", "1.10.5", "1.10.4", true],
    ["enableAutoRedirect", "1.11.5", "1.11.4", true],
    ["jwtTeamClaimMapping", "1.11.6", "1.11.5", "groups"],
    ["sessionExpiry", "2.0.0", "1.13.6", 3600],
    ["maxActiveSessionsPerUser", "2.0.0", "1.13.6", 5],
    ["additionalTrustedRedirectUris", "2.0.0", "1.13.6", []],
    ["tokenValidationAlgorithm", "1.12.0", "1.11.14", "ES256"],
];

describe("OpenMetadata stand-in: releases", () => {
    for (const [field, first, last, value] of fields) {
        it(`Release ${first} knows ${field}=${JSON.stringify(value)} and ${last} refuses it, in YAML and in a PUT`, async () => {
            for (const [version, status] of [
                [first, 200],
                [last, 400],
            ] as const) {
                const server = await startOpenMetadataServer({ environment: {}, version });
                const token = adminBot(server);
                const path = "/system/security/config";
                const json = sendable((await ask(server, "GET", path, { token })).body) as Record<string, object>;
                json["authenticationConfiguration"] = { ...json["authenticationConfiguration"], [field]: value };
                equal((await ask(server, "PUT", path, { token, json })).status, status);
                await server.close();
                const yaml = JSON.stringify({ authenticationConfiguration: json["authenticationConfiguration"] });
                const again = startOpenMetadataServer({ environment: {}, version, yaml });
                if (status === 200) {
                    await (await again).close();
                } else {
                    await rejects(again, /Unrecognized field|Incorrect type/);
                }
            }
        });
    }

    it("Releases up to 1.11 require an authority for a public client, and 1.12 does not", async () => {
        const statuses = await Promise.all(
            ["1.11.14", "1.12.0"].map(async (version) => {
                const server = await startOpenMetadataServer({ environment: {}, version });
                const token = adminBot(server);
                const path = "/system/security/config";
                const json = sendable((await ask(server, "GET", path, { token })).body) as Record<string, object>;
                const { authority: _left, ...rest } = json["authenticationConfiguration"] as Record<string, unknown>;
                json["authenticationConfiguration"] = rest;
                const { status } = await ask(server, "PUT", path, { token, json });
                await server.close();
                return status;
            }),
        );
        deepEqual(statuses, [400, 200]);
    });
});
