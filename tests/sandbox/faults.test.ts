import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { decodeJwt } from "jose";
import { makeServerCertificate, serves } from "../../sandbox/certificate";
import { findRunningTenant, startTenant } from "../../sandbox/tenant";
import { inFolder, newTenant, withTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

describe("Faults of the sandbox", function () {
    const api = newTenant();

    const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
    const set = (faults: unknown, authorization?: string) => {
        const { managementClientId, managementClientSecret } = api().tenant;
        return api().send<Fields>("PUT", "/sandbox/faults", faults, {
            token: null,
            headers: { authorization: authorization ?? basic(managementClientId, managementClientSecret) },
        });
    };
    afterEach(async () => {
        await set([]);
    });

    it("A fault applies to the matching requests only, and as often as configured", async () => {
        equal((await set([{ kind: "unavailable", times: 2, method: "GET", path: "/api/v2/clients" }])).status, 200);
        const statuses: number[] = [];
        for (const path of ["/connections", "/clients", "/clients", "/clients"]) {
            statuses.push((await api().call("GET", path)).status);
        }
        deepEqual(statuses, [200, 503, 503, 200]);
    });

    it("A rateLimit fault answers 429 with Auth0's rate limit headers", async () => {
        await set([{ kind: "rateLimit", times: 1 }]);
        const asked = Math.floor(Date.now() / 1000);
        const { status, headers, body } = await api().call("GET", "/clients");
        equal(status, 429);
        equal(headers["x-ratelimit-remaining"], "0");
        const reset = Number(headers["x-ratelimit-reset"]);
        ok(reset > asked && reset <= Date.now() / 1000 + 1, String(reset));
        equal(body["errorCode"], "too_many_requests");
    });

    it("A cut fault drops the connection before the change, a lost fault after it", async () => {
        for (const [kind, made] of [
            ["cut", false],
            ["lost", true],
        ] as const) {
            await set([{ kind, times: 1, method: "POST" }]);
            await rejects(api().application({ name: kind }), { name: "TypeError", message: /fetch failed|terminated/ });
            const { body } = await api().call<{ name: string }[]>("GET", "/clients?per_page=100");
            equal(
                body.some(({ name }) => name === kind),
                made,
            );
        }
    });

    it("A slow fault delays the response body and leaves it intact", async () => {
        await set([{ kind: "slow", times: 1 }]);
        const start = Date.now();
        const { status, body } = await api().call<unknown[]>("GET", "/clients");
        ok(Date.now() - start > 2_500);
        deepEqual([status, body.length > 0], [200, true]);
    });

    it("Only the Management API client sets faults, and an unknown kind is refused", async () => {
        const faults = [{ kind: "cut", times: 1 }];
        equal((await set(faults, basic(api().tenant.managementClientId, "wrong"))).status, 401);
        equal((await set(faults, "Bearer x")).status, 401);
        const { status, body } = await set([{ kind: "earthquake", times: 1 }]);
        equal(status, 400);
        match(String(body["message"]), /rateLimit, internalError, unavailable, slow, cut, lost/);
        equal((await api().call("GET", "/clients")).status, 200);
    });
});

describe("Network address of the sandbox", function () {
    const api = newTenant();

    it("Other computers reach the sandbox only with --expose-to-network", () =>
        inFolder(async (state) => {
            for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com"]) {
                await rejects(
                    withTenant({ state, host }, () => Promise.resolve()),
                    /other computers would reach it.*--expose-to-network/,
                );
            }
            for (const options of [{ host: "127.0.0.1" }, { host: "0.0.0.0", exposeToNetwork: true }]) {
                equal(
                    await withTenant(
                        { state, ...options },
                        async (client) => (await client.call("GET", "/clients")).status,
                    ),
                    200,
                );
            }
        }));

    it("The --host option appears in the domain, the issuer, the audience and the environment", () =>
        inFolder(async (state) => {
            for (const [options, host] of [
                [{ host: "127.0.0.1" }, "127.0.0.1"],
                [{ host: "127.0.0.2" }, "127.0.0.2"],
                [{ host: "::1" }, "[::1]"],
                [{ host: "LocalHost" }, "localhost"],
                [{ host: "0.0.0.0", exposeToNetwork: true }, "localhost"],
                [{ host: "::", exposeToNetwork: true }, "localhost"],
                [{ host: "127.0.0.1" }, "127.0.0.1"],
                [{}, "localhost"],
            ] as const) {
                await withTenant({ state, ...options }, async (client, { domain, environment }) => {
                    equal(domain.replace(/:\d+$/, ""), host);
                    equal(environment["AUTH0_DOMAIN"], domain);
                    equal((await findRunningTenant(state))?.domain, domain);
                    const discovery = await client.send<Fields>(
                        "GET",
                        "/.well-known/openid-configuration",
                        undefined,
                        {},
                    );
                    equal(discovery.body["issuer"], `https://${domain}/`);
                    const { iss, aud } = decodeJwt(await client.tokenWith("read:clients"));
                    deepEqual([iss, aud], [`https://${domain}/`, `https://${domain}/api/v2/`]);
                });
            }
        }));

    it("The sandbox's certificate covers its host and the loopback names", async () => {
        for (const host of ["auth0.example.com", "192.0.2.1", "[2001:db8::1]"]) {
            equal(serves((await makeServerCertificate()).certificate, host), false);
            const { certificate } = await makeServerCertificate(host);
            for (const name of [host, "localhost", "127.0.0.1", "[::1]"]) {
                ok(serves(certificate, name), name);
            }
        }
    });

    it("A host that is not valid, or not an address of this computer, is refused", () =>
        inFolder(async (state) => {
            for (const host of ["http://localhost", "localhost:4443", "localhost/", "user@localhost", "", "a b"]) {
                await rejects(startTenant({ state, host, port: 0 }), /is not a valid host.*--host/);
            }
            await rejects(
                startTenant({ state, host: "nothing.invalid", port: 0, exposeToNetwork: true }),
                /nothing\.invalid, which is not an address of this computer/,
            );
        }));

    it("A request with a foreign Host header is refused against DNS rebinding", async () => {
        for (const [host, status] of [
            ["evil.example.com", 421],
            ["localhost.evil.example.com", 421],
            ["127.0.0.1", 200],
        ] as const) {
            const asked = get(`https://${api().tenant.domain}/`, {
                ca: readFileSync(api().tenant.certificateBundle),
                servername: "localhost",
                headers: { host },
            });
            const [{ statusCode }] = (await once(asked, "response")) as [IncomingMessage];
            asked.destroy();
            equal(statusCode, status);
        }
    });
});
