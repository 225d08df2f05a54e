import { deepEqual, equal, ok, throws } from "node:assert/strict";
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, SingleSignOn, type SingleSignOnArgs } from "../../components";
import { declaredBy, only, valueOf } from "./mocks";

const args: SingleSignOnArgs = {
    applicationType: "web",
    domain: "example.eu.auth0.com",
    serverUrls: ["https://one.example.com", "https://two.example.com"],
    admins: ["jane@example.com"],
    connections: ["Staff"],
};

describe("SingleSignOn", () => {
    it("SingleSignOn declares only resources of the application and no settings of the tenant", async () => {
        const declared = await declaredBy(
            () =>
                new SingleSignOn("sso", {
                    applicationType: "web",
                    domain: "example.eu.auth0.com",
                    customDomain: "login.example.com",
                    serverUrls: ["https://om.example.com"],
                    admins: ["jane@example.com"],
                    connections: ["Staff"],
                    organization: "acme",
                    allowedRoles: ["catalog-user"],
                    requireMfa: true,
                }),
        );
        const ofAuth0 = declared.map(({ type }) => type).filter((type) => type.startsWith("auth0:"));
        deepEqual([...new Set(ofAuth0)].sort(), [
            "auth0:index/action:Action",
            "auth0:index/client:Client",
            "auth0:index/clientCredentials:ClientCredentials",
            "auth0:index/connectionClient:ConnectionClient",
            "auth0:index/organizationConnection:OrganizationConnection",
            "auth0:index/triggerAction:TriggerAction",
        ]);
    });

    it("SingleSignOn declares the application, the keys and each server's configuration", async () => {
        const declared = await declaredBy(() => new SingleSignOn("sso", args));
        deepEqual(declared.map(({ type, name }) => `${type} ${name}`).sort(), [
            "auth0:index/client:Client sso",
            "auth0:index/clientCredentials:ClientCredentials sso",
            "auth0:index/connectionClient:ConnectionClient sso-Staff",
            "openmetadata-auth0:index:Auth0Application sso",
            "openmetadata-auth0:index:JwtSigningKeys sso",
            "openmetadata-auth0:index:ServerConfiguration sso-0",
            "openmetadata-auth0:index:ServerConfiguration sso-1",
            "openmetadata-auth0:index:SingleSignOn sso",
            "pulumi:index:Stash sso-initial",
            "random:index/randomUuid:RandomUuid sso-initial",
        ]);
    });

    it("Components store no arguments in the state, where a secret would be in plain text", async () => {
        const declared = await declaredBy(
            () => new SingleSignOn("sso", { ...args, clientSecret: "given-by-the-user" }),
        );
        const components = declared.filter(({ type }) => type.startsWith("openmetadata-auth0:"));
        equal(components.length, 5);
        for (const { type, inputs } of components) {
            deepEqual(inputs, {}, type);
        }
    });

    it("A server below a path has all its URLs below it, except the web origin", async () => {
        let signOn: SingleSignOn | undefined;
        const serverTokens = { "https://Apps.example.com:443/openmetadata/": "token" };
        const serverUrls = ["https://apps.example.com/openmetadata/", "https://apps.example.com/other"];
        const declared = await declaredBy(() => {
            signOn = new SingleSignOn("sso", { ...args, applicationType: "spa", serverUrls, serverTokens });
        });
        const { inputs } = only(declared, "auth0:index/client:Client");
        deepEqual(inputs["callbacks"], [
            "https://apps.example.com/openmetadata/callback",
            "https://apps.example.com/other/callback",
        ]);
        deepEqual(inputs["webOrigins"], ["https://apps.example.com"]);
        ok((inputs["allowedLogoutUrls"] as string[]).includes("https://apps.example.com/openmetadata/signin"));
        const url = "https://apps.example.com/openmetadata";
        ok(signOn);
        const { value: environments } = await valueOf(signOn.environments);
        equal(environments[url]?.["BASE_PATH"], "/openmetadata/");
        equal(environments[url]["AUTHENTICATION_CALLBACK_URL"], `${url}/callback`);
        ok(environments[url]["AUTHENTICATION_PUBLIC_KEYS"]?.includes(`${url}/api/v1/system/config/jwks`));
        const { value: helm } = await valueOf(signOn.helmValues);
        ok(helm[url]?.extraEnvs.some(({ name, value }) => name === "BASE_PATH" && value === "/openmetadata/"));
        const security = only(declared, "openmetadata-server:index:SecurityConfiguration");
        equal(security.name, "sso-apps.example.com/openmetadata");
        equal(security.inputs["url"], url);
    });

    it("Each running server gets every team once, with its default roles", async () => {
        const teams = { user: "Users", steward: "Stewards", owner: "Stewards" };
        const given = {
            ...args,
            applicationType: "web" as const,
            targetVersion: "1.12.6",
            serverTokens: Object.fromEntries(
                ["https://one.example.com", "https://two.example.com"].map((url) => [url, "token"]),
            ),
        };
        const declared = await declaredBy(() => {
            new SingleSignOn("sso", { ...given, teams, teamDefaultRoles: { Stewards: ["DataSteward"] } });
        });
        const made = declared.filter(({ type }) => type === "openmetadata-server:index:Teams");
        equal(made.length, args.serverUrls.length);
        deepEqual(made[0]?.inputs["teams"], { Stewards: ["DataSteward"], Users: [] });
        const without = await declaredBy(() => {
            new SingleSignOn("sso", given);
        });
        deepEqual(
            without.filter(({ type }) => type === "openmetadata-server:index:Teams"),
            [],
        );
    });

    it("A running server gets its teams before the settings, and its bots' tokens after them", async () => {
        const before: Record<string, string[]> = {};
        const noted: pulumi.ResourceTransformation = ({ type, name, opts }) => {
            const [, , of = ""] = type.split(":");
            before[`${of} ${name}`] = [opts.dependsOn ?? []].flat().map((resource) => resource.constructor.name);
            return undefined;
        };
        const serverTokens = Object.fromEntries(
            ["https://one.example.com", "https://two.example.com"].map((url) => [url, "token"]),
        );
        const running = { ...args, targetVersion: "1.12.6", serverTokens, bots: ["ingestion-bot"] };
        await declaredBy(() => {
            new SingleSignOn("sso", { ...running, teams: { user: "Users" } }, { transformations: [noted] });
        });
        for (const server of ["sso-one.example.com", "sso-two.example.com"]) {
            deepEqual(before[`Teams ${server}`], []);
            deepEqual(before[`SecurityConfiguration ${server}`], ["Teams"]);
            deepEqual(before[`DefaultAdminRemoval ${server}`], ["SecurityConfiguration"]);
            deepEqual(before[`BotToken ${server}-ingestion-bot`], ["SecurityConfiguration"]);
        }
    });

    it("All servers share the client ID, the client secret and the signing key", async () => {
        let signOn: SingleSignOn | undefined;
        await declaredBy(() => {
            signOn = new SingleSignOn("sso", args);
        });
        ok(signOn?.clientSecret);
        const { value, secret } = await valueOf(signOn.environments);
        deepEqual(Object.keys(value), args.serverUrls);
        ok(secret);
        for (const environment of Object.values(value)) {
            equal(environment["AUTHENTICATION_CLIENT_ID"], (await valueOf(signOn.clientId)).value);
            equal(environment["OIDC_CLIENT_SECRET"], (await valueOf(signOn.clientSecret)).value);
            equal(environment["JWT_KEY_ID"], (await valueOf(signOn.keyId)).value);
        }
        equal(value["https://two.example.com"]?.["OIDC_CALLBACK"], "https://two.example.com/callback");
    });

    it("SingleSignOn passes its Auth0 provider to its resources", async () => {
        let provider: auth0.Provider | undefined;
        const declared = await declaredBy(() => {
            provider = new auth0.Provider("tenant", { domain: "other.auth0.com" });
            new SingleSignOn("sso", args, { providers: [provider] });
        });
        ok(provider);
        equal(
            only(declared, "auth0:index/client:Client").provider,
            "urn:pulumi:test::openmetadata-auth0::pulumi:providers:auth0::tenant::tenant-id",
        );
    });

    it("A single-page application has no client secret in its outputs", async () => {
        let signOn: SingleSignOn | undefined;
        await declaredBy(() => {
            signOn = new SingleSignOn("sso", { ...args, applicationType: "spa" });
        });
        equal(signOn?.clientSecret, undefined);
        ok(signOn);
        ok(!JSON.stringify((await valueOf(signOn.environments)).value).includes("SECRET"));
    });

    it("SingleSignOn reports all mistakes at once, before it declares other resources", async () => {
        let error: unknown;
        const declared = await declaredBy(() => {
            try {
                new SingleSignOn("sso", {
                    ...args,
                    applicationType: "spa",
                    clientSecret: "x",
                    domain: "https://example.eu.auth0.com",
                    serverUrls: ["http://om.example.com"],
                    admins: ["admin@example.com", "jane@elsewhere.com"],
                    principalDomain: "example.com",
                    keySize: 1024,
                    issuer: "open-metadata.org",
                });
            } catch (caught) {
                error = caught;
            }
        });
        ok(error instanceof InvalidInput);
        deepEqual(error.problems.map(({ key }) => key).sort(), [
            "admins[0]",
            "admins[1]",
            "clientSecret",
            "domain",
            "issuer",
            "keySize",
            "serverUrls",
        ]);
        deepEqual(
            declared.map(({ type }) => type),
            ["openmetadata-auth0:index:SingleSignOn"],
        );
    });

    it("SingleSignOn requires a server and an admin", () => {
        throws(
            () => new SingleSignOn("sso", { ...args, serverUrls: [], admins: [] }),
            /serverUrls: is missing[^]*admins: is empty/,
        );
    });
});
