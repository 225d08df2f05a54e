import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { lookup } from "node:dns/promises";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, Server } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { connect, rootCertificates } from "node:tls";
import { findRunningTenant, startTenant, type Tenant } from "../../sandbox/tenant";
import { inFolder, withTenant } from "./newTenant";
import { type Fields, TenantClient } from "../../tools/tenant/tenantClient";

/** Sets variables of the environment for the length of some work; `undefined` unsets. */
async function withEnvironment<T>(
    variables: Readonly<Record<string, string | undefined>>,
    work: () => Promise<T>,
): Promise<T> {
    const before = { ...process.env };
    const set = (values: Readonly<Record<string, string | undefined>>): void => {
        for (const name of Object.keys(variables)) {
            if (values[name] === undefined) {
                Reflect.deleteProperty(process.env, name);
            } else {
                process.env[name] = values[name];
            }
        }
    };
    set(variables);
    try {
        return await work();
    } finally {
        set(before);
    }
}

/** The certificates of a bundle. */
async function certificatesIn(bundle: string): Promise<string[]> {
    const text = await readFile(bundle, "utf8");
    return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** What a server on an address of this machine shows, or `undefined` if none listens there. */
async function answersOn(host: string, port: number, ca: string): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = connect({ host, port, ca, servername: "localhost" }, () => {
            socket.destroy();
            resolve(true);
        }).once("error", () => {
            resolve(false);
        });
    });
}

function portOf({ domain }: { readonly domain: string }): number {
    return Number(domain.split(":")[1]);
}

/** Holds a port for the length of some work. */
async function withPortTaken<T>(work: (port: number) => Promise<T>): Promise<T> {
    const server = createServer();
    await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
    });
    try {
        return await work((server.address() as { port: number }).port);
    } finally {
        server.close();
    }
}

describe("State folder of the sandbox", function () {
    it("Applications, secrets, the domain, the certificate and tokens survive a restart", () =>
        inFolder(async (state) => {
            const [application, token, first] = await withTenant({ state }, async (client, tenant) => [
                await client.application({ name: "Kept" }),
                await client.tokenWith("read:clients", "read:client_keys"),
                { ...tenant.environment, bundle: await readFile(tenant.certificateBundle, "utf8") },
            ]);
            const again = await startTenant({ state });
            try {
                deepEqual({ ...again.environment, bundle: await readFile(again.certificateBundle, "utf8") }, first);
                const client = await TenantClient.signIn(again);
                const path = `/clients/${application.client_id}`;
                deepEqual((await client.call("GET", path, undefined, { token })).body, application);
                await client.close();
            } finally {
                await again.close();
            }
        }));

    it("A state folder of an older version gets the scopes that are new since then", async () => {
        await inFolder(async (state) => {
            const path = (client: TenantClient): string => `/resource-servers/${encodeURIComponent(client.audience)}`;
            const older = ["read:resource_servers", "update:resource_servers", "read:clients"];
            await withTenant({ state }, async (client) => {
                const scopes = older.map((value) => ({ value }));
                equal((await client.call("PATCH", path(client), { scopes })).status, 200);
                const grants = await client.call<Fields[]>(
                    "GET",
                    `/client-grants?client_id=${client.tenant.managementClientId}`,
                );
                const grant = `/client-grants/${String(grants.body[0]?.["id"])}`;
                equal((await client.call("PATCH", grant, { scope: older })).status, 200);
            });
            await withTenant({ state }, async (client) => {
                equal((await client.call("GET", "/organizations")).status, 200);
                const { scopes } = (await client.call("GET", path(client))).body as { scopes: { value: string }[] };
                equal(scopes.filter(({ value }) => value === "read:clients").length, 1);
            });
        });
    });

    it("The --port option moves the sandbox, and later starts keep the port", () =>
        inFolder(async (state) => {
            const first = await withTenant({ state }, (_, tenant) => Promise.resolve(portOf(tenant)));
            const second = await withTenant({ state, port: 0 }, async (client, tenant) => {
                equal(client.audience, `https://localhost:${portOf(tenant)}/api/v2/`);
                await client.tokenWith("read:clients");
                return portOf(tenant);
            });
            notEqual(second, first);
            const third = await startTenant({ state });
            equal(portOf(third), second);
            await third.close();
        }));

    it("A port in use is reported with the --port option", () =>
        inFolder((state) =>
            withPortTaken(async (port) => {
                await rejects(startTenant({ state, port }), (error: Error) => {
                    match(error.message, new RegExp(`Port ${port} .*--port`));
                    return true;
                });
            }),
        ));

    for (const [given, port] of [
        ["--port 0", 0],
        ["no port yet", undefined],
    ] as const) {
        it(`A sandbox with ${given} starts although another program is faster at the port that it chose`, () =>
            inFolder(async (state) => {
                const other = createServer();
                const listen = Reflect.get(Server.prototype, "listen") as (this: Server, ...args: unknown[]) => Server;
                mock.method(
                    Server.prototype,
                    "listen",
                    function (this: Server, ...args: [{ port: number; host: string }]) {
                        const [{ port: chosen, host }] = args;
                        if (chosen === 0 || other.listening || host !== "localhost") {
                            return listen.apply(this, args);
                        }
                        return listen.call(other, { port: chosen, host }, () => listen.apply(this, args));
                    },
                );
                try {
                    const tenant = await startTenant({ state, port });
                    try {
                        ok(other.listening);
                        notEqual(portOf(tenant), (other.address() as AddressInfo).port);
                        equal(tenant.domain, (await findRunningTenant(state))?.domain);
                    } finally {
                        await tenant.close();
                    }
                } finally {
                    mock.restoreAll();
                    other.close();
                }
            }));
    }

    it("A failed start does not leave the state folder locked", () =>
        inFolder(async (state) => {
            await withPortTaken((port) => rejects(startTenant({ state, port }), /^SandboxError: Port \d+ is taken/));
            await withTenant({ state, port: 0 }, async (client) => {
                await client.application();
            });
        }));

    it("Only one process runs a state folder, and other processes can find and use it", () =>
        inFolder(async (state) => {
            equal(await findRunningTenant(state), undefined);
            await withTenant({ state }, async (client, tenant) => {
                await rejects(startTenant({ state }), (error: Error) => {
                    match(error.message, new RegExp(`pid ${process.pid}, port ${portOf(tenant)}`));
                    match(error.message, /--state/);
                    return true;
                });
                const found = await findRunningTenant(state);
                deepEqual(found?.environment, tenant.environment);
                equal(found.managementClientSecret, tenant.managementClientSecret);
                await client.application();
            });
            equal(await findRunningTenant(state), undefined);
        }));

    it("Only the owner can read the state folder and its files", () =>
        inFolder(async (folder) => {
            const state = join(folder, "state");
            await withTenant({ state }, async (client) => {
                await client.application();
                equal((await stat(state)).mode & 0o777, 0o700);
                const names = await readdir(state, { recursive: true });
                ok(names.includes("tenant.key") && names.includes("ca-bundle.pem"), names.join());
                for (const name of names) {
                    const entry = await stat(join(state, name));
                    equal(entry.mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, name);
                }
            });
        }));

    it("The state folder contains no client secret or private key in plain text", () =>
        inFolder(async (state) => {
            const secrets = await withTenant({ state }, async (client, tenant) => {
                const { client_secret } = await client.application({ description: "A marker in the records" });
                await client.call("PATCH", `/clients/${tenant.managementClientId}`, { description: "Another" });
                return [client_secret, tenant.managementClientSecret];
            });
            for (const name of await readdir(state)) {
                const content = await readFile(join(state, name));
                for (const secret of [...secrets, "PRIVATE KEY", "client_secret", "A marker in the records"]) {
                    equal(content.includes(secret), false, `${name} holds ${secret}`);
                }
            }
        }));

    it("A missing database key is reported with its file name", () =>
        inFolder(async (state) => {
            await withTenant({ state }, () => Promise.resolve());
            await rm(join(state, "tenant.key"));
            await rejects(startTenant({ state }), /tenant\.key is missing/);
        }));

    describe("Import of applications into the sandbox", () => {
        const imported = {
            client_id: "ImportedImportedImportedImported",
            client_secret: "a-secret-of-the-other-tenant-000",
            name: "Imported",
            tenant: "other",
            grant_types: ["authorization_code"],
            token_endpoint_auth_method: "client_secret_post",
        };

        it("Imported applications keep their client IDs, secrets and credentials", () =>
            inFolder(async (state) => {
                const clients = join(state, "clients.json");
                const credential = { id: "cred_other", credential_type: "public_key", kid: "k", alg: "RS256" };
                await writeFile(clients, JSON.stringify([{ ...imported, credentials: [credential] }]));
                await withTenant({ state, clients }, async (client) => {
                    const { status, body } = await client.call("GET", `/clients/${imported.client_id}`);
                    equal(status, 200);
                    const { signing_keys: _keys, ...rest } = body;
                    const { tenant: _tenant, ...expected } = imported;
                    deepEqual(rest, expected);
                    deepEqual((await client.call("GET", `/clients/${imported.client_id}/credentials`)).body, [
                        credential,
                    ]);
                });
            }));

        it("An import file that is not a JSON list of applications is refused", () =>
            inFolder(async (state) => {
                const clients = join(state, "clients.json");
                for (const text of ["{", "{}", '[{"name":"No id"}]', "[7]"]) {
                    await writeFile(clients, text);
                    await rejects(startTenant({ state, port: 0, clients }), (error: Error) => {
                        match(error.message, /clients\.json .*JSON list of applications/);
                        return true;
                    });
                }
            }));
    });
});

describe("Certificate of the sandbox", function () {
    it("The certificate covers localhost and the loopback addresses, and is not a CA", () =>
        inFolder((state) =>
            withTenant({ state }, async (_, tenant) => {
                const own = new X509Certificate((await certificatesIn(tenant.certificateBundle))[0] ?? "");
                for (const address of ["127.0.0.1", "::1"]) {
                    ok(own.checkIP(address), address);
                }
                ok(own.checkHost("localhost"));
                equal(own.ca, false);
                ok(Date.parse(own.validTo) > Date.now() + 300 * 86_400_000);
            }),
        ));

    it("The sandbox listens on every address of localhost and on no other address of the computer", () =>
        inFolder((state) =>
            withTenant({ state }, async (_, tenant) => {
                const ca = await readFile(tenant.certificateBundle, "utf8");
                const own = (await lookup("localhost", { all: true })).map(({ address }) => address);
                ok(own.includes("127.0.0.1") || own.includes("::1"));
                const others = Object.values(networkInterfaces())
                    .flatMap((interfaces = []) => interfaces)
                    .filter(({ internal, family, scopeid }) => !internal && (family === "IPv4" || scopeid === 0))
                    .map(({ address }) => address);
                // The whole of 127.0.0.0/8 is this machine, and only a server on all addresses answers here.
                for (const address of [...own, ...others, "127.0.0.2"]) {
                    equal(await answersOn(address, portOf(tenant), ca), own.includes(address), address);
                }
            }),
        ));

    /** The bundle of a tenant that is started with these variables. */
    function bundleWith(state: string, variables: Fields & Readonly<Record<string, string | undefined>>) {
        const none = { SSL_CERT_FILE: undefined, NODE_EXTRA_CA_CERTS: undefined };
        return withEnvironment({ ...none, ...variables }, () =>
            withTenant({ state }, (_, tenant: Tenant) => certificatesIn(tenant.certificateBundle)),
        );
    }

    it("The CA bundle contains the sandbox's certificate first, then the public root certificates", () =>
        inFolder(async (state) => {
            const [own, ...others] = await bundleWith(state, {});
            match(new X509Certificate(own ?? "").subject, /localhost/);
            equal(others.length, new Set(rootCertificates.map((pem) => pem.trim())).size);
        }));

    it("The CA bundle contains the CAs of SSL_CERT_FILE and NODE_EXTRA_CA_CERTS", () =>
        inFolder(async (state) => {
            const [first = "", second = ""] = rootCertificates;
            const [company, extra] = [join(state, "company.pem"), join(state, "extra.pem")];
            await writeFile(company, first);
            await writeFile(extra, second);
            const [, ...others] = await bundleWith(state, { SSL_CERT_FILE: company, NODE_EXTRA_CA_CERTS: extra });
            deepEqual(others, [first.trim(), second.trim()]);
        }));

    it("A CA bundle of an earlier start is not included twice", () =>
        inFolder(async (state) => {
            const first = await bundleWith(state, {});
            const bundle = join(state, "ca-bundle.pem");
            deepEqual(await bundleWith(state, { SSL_CERT_FILE: bundle, NODE_EXTRA_CA_CERTS: bundle }), first);
        }));

    it("A missing SSL_CERT_FILE does not stop the sandbox", () =>
        inFolder(async (state) => {
            const bundle = await bundleWith(state, { SSL_CERT_FILE: join(state, "gone.pem") });
            ok(bundle.length > 1);
        }));
});
