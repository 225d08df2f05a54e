import { deepEqual, equal } from "node:assert/strict";
import type { Agent } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { Issuer } from "../cli/doctor/issuer";
import { validate } from "./auth0Validator";
import { configurationOf, type Environment } from "./configuration";

describe("OpenMetadata stand-in: validation of Auth0 settings", () => {
    let issuer: Issuer;
    let dispatcher: Agent;
    let spa: Environment;

    before(async () => {
        // A host without a dot is refused, as `localhost` is.
        issuer = await Issuer.start("127.0.0.1");
        dispatcher = trustingAgent(issuer.certificate);
        spa = {
            AUTHENTICATION_PROVIDER: "auth0",
            CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: "auth0",
            AUTHENTICATION_AUTHORITY: `https://${issuer.domain}`,
            AUTHENTICATION_PUBLIC_KEYS: `[https://${issuer.domain}/.well-known/jwks.json]`,
            AUTHENTICATION_CLIENT_ID: "known-client",
            AUTHENTICATION_CALLBACK_URL: "https://om.example.com/callback",
        };
    });
    after(async () => {
        await dispatcher.destroy();
        await issuer.close();
    });
    afterEach(() => {
        issuer.faults = {};
    });

    async function wrongFields(environment: Environment): Promise<string[]> {
        const { errors = [] } = await validate(configurationOf(environment, "1.12.6"), dispatcher);
        return errors.map(({ field }) => field.slice(field.indexOf(".") + 1));
    }

    it("Valid settings of a single-page application pass the validation", async () => {
        equal((await validate(configurationOf(spa, "1.12.6"), dispatcher)).status, "success");
    });

    it("The validation names the one wrong field of a single-page application", async () => {
        const wrong: [Environment, string][] = [
            [{ CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME: '""' }, "providerName"],
            [{ AUTHENTICATION_AUTHORITY: `https://${issuer.domain}/` }, "oidcConfiguration.discoveryUri"],
            [{ AUTHENTICATION_CLIENT_ID: "unknown-client" }, "clientId"],
            [{ AUTHENTICATION_PUBLIC_KEYS: "[https://om.example.com/api/v1/system/config/jwks]" }, "publicKeyUrls"],
            [
                {
                    AUTHENTICATION_PUBLIC_KEYS: `${spa["AUTHENTICATION_PUBLIC_KEYS"]?.slice(0, -1) ?? ""},http://openmetadata:8585/api/v1/system/config/jwks]`,
                },
                "publicKeyUrls",
            ],
            [{ AUTHENTICATION_PROVIDER: "basic" }, "provider"],
            [{ AUTHORIZER_ADMIN_PRINCIPALS: "[]" }, "adminPrincipals"],
        ];
        for (const [change, field] of wrong) {
            deepEqual(await wrongFields({ ...spa, ...change }), [field]);
        }
        issuer.faults = { noKeys: true };
        deepEqual(await wrongFields(spa), ["publicKeyUrls"]);
    });

    it("The validation fails for a web application without the client_credentials grant, even with the right secret", async () => {
        const web = {
            ...spa,
            AUTHENTICATION_CLIENT_TYPE: "confidential",
            OIDC_CLIENT_ID: "known-client",
            OIDC_CLIENT_SECRET: "secret-of-the-application",
            OIDC_DISCOVERY_URI: `https://${issuer.domain}/.well-known/openid-configuration`,
        };
        // The field of the secret is blamed for a right one, and that of the discovery document for a wrong one.
        for (const [clientSecret, field] of [
            ["secret-of-the-application", "oidcConfiguration.secret"],
            ["another", "oidcConfiguration.discoveryUri"],
        ] as const) {
            issuer.faults = { clientSecret };
            deepEqual(await wrongFields(web), [field]);
        }
        deepEqual(await wrongFields({ ...web, OIDC_CLIENT_SECRET: '""' }), ["oidcConfiguration.secret"]);
    });
});
