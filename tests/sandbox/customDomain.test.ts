import { deepEqual, equal, match, notEqual, rejects } from "node:assert/strict";
import { decodeJwt } from "jose";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import type { Fields, TenantClient } from "../../tools/tenant/tenantClient";
import { WebClient } from "../browser/standIns/webClient";
import { type DeclaredApplication, webApplication } from "./declaredApplication";
import { inFolder, withTenant } from "./newTenant";
import { Person } from "./person";

/** The tenant as those see it who ask it at one of its domains. */
interface Seen {
    readonly domain: string;
    readonly certificateBundle: string;
}

/** Runs a tenant with a custom domain for the length of some work. */
async function withCustomDomain(
    work: (api: TenantClient, own: Seen, custom: Seen, tenant: Tenant) => Promise<void>,
): Promise<void> {
    await inFolder((state) =>
        withTenant({ state, customDomain: "127.0.0.1" }, async (api, tenant) => {
            const { domain, customDomain = "", certificateBundle } = tenant;
            await work(api, { domain, certificateBundle }, { domain: customDomain, certificateBundle }, tenant);
        }),
    );
}

/** Signs a person in at a domain, and gives the claims of the ID token. */
async function claimsAt({ settings }: DeclaredApplication, at: Seen, person: Person): Promise<Fields> {
    const there = Object.entries(settings).map(([name, value]) => [
        name,
        value.replace(/^https:\/\/localhost:\d+/, `https://${at.domain}`),
    ]);
    const client = await WebClient.discover(
        Object.fromEntries(there) as DeclaredApplication["settings"],
        at.certificateBundle,
    );
    const begun = client.start();
    const { url } = await person.signIn(begun.url);
    return decodeJwt((await client.redeem(url, begun)).id_token ?? "");
}

describe("Custom domain of the sandbox", () => {
    it("The domain of the request is the issuer, and both domains share the signing keys", () =>
        withCustomDomain(async (api, own, custom) => {
            notEqual(own.domain, custom.domain);
            const declared = await webApplication(api);
            for (const at of [own, custom]) {
                const person = new Person(at);
                const discovery = JSON.parse((await person.visit("/.well-known/openid-configuration")).text) as Fields;
                const addresses = Object.values(discovery).filter((value) => String(value).startsWith("https://"));
                deepEqual(
                    [...new Set(addresses.map((address) => new URL(String(address)).host))],
                    [at.domain],
                    "all in one domain",
                );
                const { iss, email } = await claimsAt(declared, at, person);
                deepEqual([iss, email], [`https://${at.domain}/`, "jane.doe@example.com"]);
                await person.close();
            }
            const keys = await Promise.all(
                [own, custom].map(async (at) => {
                    const person = new Person(at);
                    const { text } = await person.visit("/.well-known/jwks.json");
                    await person.close();
                    return text;
                }),
            );
            equal(keys[0], keys[1], "the keys are the tenant's");
        }));

    it("A session of the tenant's own domain does not apply to the custom domain", () =>
        withCustomDomain(async (api, own, custom) => {
            const declared = await webApplication(api);
            const person = new Person(own);
            await claimsAt(declared, own, person);
            const query = new URLSearchParams({
                client_id: declared.application.client_id,
                redirect_uri: declared.settings["OIDC_CALLBACK"] ?? "",
                response_type: "code",
                scope: "openid",
                prompt: "none",
            });
            const asked = async ({ domain }: Seen): Promise<string> => {
                const { url } = await person.visit(`https://${domain}/authorize?${query.toString()}`);
                return url.searchParams.get("error") ?? "signed in";
            };
            deepEqual([await asked(own), await asked(custom)], ["signed in", "login_required"]);
            await person.close();
        }));

    it("The Management API answers on the custom domain, with the audience of the tenant's own domain", () =>
        withCustomDomain(async (api, own, custom, tenant) => {
            const credentials = { client_id: tenant.managementClientId, client_secret: tenant.managementClientSecret };
            const there = api.at(custom.domain);
            const refused = await there.requestToken({ ...credentials, audience: `https://${custom.domain}/api/v2/` });
            deepEqual([refused.status, refused.body["error"]], [403, "access_denied"]);
            const token = await there.tokenFor({ ...credentials, audience: `https://${own.domain}/api/v2/` });
            equal(decodeJwt(token).iss, `https://${custom.domain}/`);
            equal((await there.call("GET", "/clients", undefined, { token })).status, 200);
            equal((await api.call("GET", "/clients", undefined, { token })).status, 401);
            await there.close();
        }));

    it("The sandbox's page signs in through the custom domain", () =>
        withCustomDomain(async (api, own, custom) => {
            const { application } = await webApplication(api);
            const person = new Person(own);
            const sent = await person.visit("/try", { client_id: application.client_id, settings: "" });
            equal(sent.url.host, custom.domain);
            const there = new Person(custom);
            const { status, text } = await there.signIn(sent.url);
            equal(status, 200);
            match(text, new RegExp(`https://${custom.domain}/`));
            await person.close();
            await there.close();
        }));

    it("A custom domain that is not another name of this computer is refused", () =>
        inFolder(async (state) => {
            for (const [customDomain, message] of [
                ["localhost", /"localhost" is not a host other than localhost.*--custom-domain/],
                ["https://127.0.0.1", /is not a host other than/],
                ["127.0.0.1:4443", /is not a host other than/],
                ["login.example.com", /answers only as this computer, which login\.example\.com is not/],
            ] as const) {
                await rejects(startTenant({ state, customDomain, port: 0 }), message);
            }
        }));
});
