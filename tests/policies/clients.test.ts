import { deepEqual, equal, match } from "node:assert/strict";
import { confidentialClients } from "../../policies/confidentialClients";
import { grants } from "../../policies/grants";
import { httpsUrls } from "../../policies/httpsUrls";
import { publicClients } from "../../policies/publicClients";
import { refreshTokenExpiry } from "../../policies/refreshTokenExpiry";
import { refreshTokenRotation } from "../../policies/refreshTokenRotation";
import { rs256 } from "../../policies/rs256";
import { sayings, secret, type Told, unknown } from "./asked";

function client(inputs: Record<string, unknown>): Told {
    return { type: "auth0:index/client:Client", name: "client", inputs };
}

/** A client, and how it authenticates. */
function authenticating(appType: string, inputs: Record<string, unknown>): Told[] {
    const of = client({ appType, clientId: unknown });
    const clientId = unknown;
    return [
        of,
        {
            type: "auth0:index/clientCredentials:ClientCredentials",
            name: "credentials",
            inputs: { clientId, ...inputs },
            from: { clientId: of },
        },
    ];
}

describe("Policies for Auth0 clients", () => {
    it("auth0-client-https-urls accepts https URLs and http on loopback", async () => {
        const inputs = {
            appType: "spa",
            callbacks: ["https://om.example.com/callback", "http://localhost:8585/callback"],
            allowedLogoutUrls: ["https://om.example.com", "http://127.0.0.1:8585"],
            webOrigins: ["https://om.example.com"],
            initiateLoginUri: "https://om.example.com/signin",
        };
        deepEqual(await sayings(httpsUrls, [client(inputs)]), []);
    });

    it("auth0-client-https-urls rejects http, wildcards and invalid URLs", async () => {
        const inputs = {
            callbacks: ["http://om.example.com/callback", "https://*.example.com/callback"],
            allowedLogoutUrls: ["om.example.com"],
            webOrigins: ["https://om.example.com", "http://om.example.com"],
            allowedOrigins: ["*"],
            initiateLoginUri: "http://om.example.com",
        };
        deepEqual(
            (await sayings(httpsUrls, [client(inputs)])).map((saying) => saying.split(": ", 1)[0]),
            [
                "callbacks[0]",
                "callbacks[1]",
                "allowedLogoutUrls[0]",
                "allowedOrigins[0]",
                "webOrigins[1]",
                "initiateLoginUri",
            ],
        );
    });

    it("auth0-client-https-urls does not repeat a password in a URL", async () => {
        const said = await sayings(httpsUrls, [
            client({ callbacks: ["https://jane:hunter2@om.example.com/callback"] }),
        ]);
        equal(said.length, 1);
        equal(said.join().includes("hunter2"), false);
    });

    it("auth0-client-https-urls accepts custom schemes of native clients only", async () => {
        const callbacks = ["com.example.app://callback"];
        deepEqual(await sayings(httpsUrls, [client({ appType: "native", callbacks })]), []);
        equal((await sayings(httpsUrls, [client({ appType: "spa", callbacks })])).length, 1);
    });

    it("auth0-client-https-urls rejects hosts outside allowedHosts", async () => {
        const config = { allowedHosts: ["om.example.com"] };
        const callbacks = ["https://om.example.com/callback", "https://other.example.com/callback"];
        deepEqual(await sayings(httpsUrls, [client({ callbacks })], { config }), [
            "callbacks[1]: the host other.example.com is not allowed here. Write one of om.example.com.",
        ]);
    });

    it("auth0-client-grants accepts sign-in grants, and client_credentials for machines", async () => {
        const signIn = { appType: "regular_web", grantTypes: ["authorization_code", "refresh_token"] };
        const machine = { appType: "non_interactive", grantTypes: ["client_credentials"] };
        deepEqual(await sayings(grants, [client(signIn), client(machine)]), []);
    });

    it("auth0-client-grants rejects implicit, password, client_credentials and missing grant types", async () => {
        const grantTypes = ["authorization_code", "implicit", "password", "client_credentials"];
        const said = await sayings(grants, [client({ appType: "regular_web", grantTypes })]);
        deepEqual(
            said.map((saying) => /"(\w+)" is not allowed/.exec(saying)?.[1]),
            ["implicit", "password", "client_credentials"],
        );
        match((await sayings(grants, [client({ appType: "spa" })])).join(), /^grantTypes: is missing/);
    });

    it("auth0-client-grants accepts the grant types in allowedGrants", async () => {
        const grantTypes = ["authorization_code", "client_credentials"];
        deepEqual(await sayings(grants, [client({ grantTypes })], { config: { allowedGrants: grantTypes } }), []);
    });

    it("auth0-client-rs256 accepts RS256 and rejects HS256 or a missing algorithm", async () => {
        deepEqual(await sayings(rs256, [client({ jwtConfiguration: { alg: "RS256" } })]), []);
        const wrong = [{ jwtConfiguration: { alg: "HS256" } }, { jwtConfiguration: {} }, {}];
        equal((await sayings(rs256, wrong.map(client))).length, 3);
    });

    it("auth0-refresh-token-rotation accepts rotating tokens and clients that need no rotation", async () => {
        const rotating = { appType: "spa", grantTypes: ["refresh_token"], refreshToken: { rotationType: "rotating" } };
        const without = { appType: "native", grantTypes: ["authorization_code"] };
        const confidential = { appType: "regular_web", refreshToken: { rotationType: "non-rotating" } };
        deepEqual(await sayings(refreshTokenRotation, [rotating, without, confidential].map(client)), []);
    });

    it("auth0-refresh-token-rotation rejects public clients without rotation", async () => {
        const wrong = [
            { appType: "spa", refreshToken: { rotationType: "non-rotating" } },
            { appType: "native", grantTypes: ["refresh_token"] },
        ];
        equal((await sayings(refreshTokenRotation, wrong.map(client))).length, 2);
    });

    it("auth0-refresh-token-expiry accepts expiring tokens and clients without refresh tokens", async () => {
        const expiring = { grantTypes: ["refresh_token"], refreshToken: { expirationType: "expiring" } };
        deepEqual(await sayings(refreshTokenExpiry, [expiring, { grantTypes: ["implicit"] }].map(client)), []);
    });

    it("auth0-refresh-token-expiry rejects refresh tokens that never expire", async () => {
        const wrong = [
            {},
            { refreshToken: { expirationType: "non-expiring" } },
            { refreshToken: { expirationType: "expiring", infiniteTokenLifetime: true } },
            { refreshToken: { expirationType: "expiring", infiniteIdleTokenLifetime: true } },
        ];
        equal((await sayings(refreshTokenExpiry, wrong.map(client))).length, wrong.length);
    });

    it("auth0-public-client-no-secret rejects a SPA that has a client secret", async () => {
        deepEqual(await sayings(publicClients, authenticating("spa", { authenticationMethod: "none" })), []);
        const wrong = [
            { authenticationMethod: "client_secret_post" },
            { authenticationMethod: "none", clientSecret: secret("s3cr3t-that-no-one-sees") },
        ];
        for (const inputs of wrong) {
            const said = await sayings(publicClients, authenticating("spa", inputs));
            equal(said.length, 1);
            equal(said.join().includes("s3cr3t"), false);
        }
    });

    it("auth0-confidential-client-authenticates rejects a Web client without authentication", async () => {
        const methods = ["client_secret_post", "private_key_jwt", "none"];
        const counts = [];
        for (const authenticationMethod of methods) {
            const resources = authenticating("regular_web", { authenticationMethod });
            counts.push((await sayings(confidentialClients, resources)).length);
        }
        deepEqual(counts, [0, 0, 1]);
    });

    it("The client policies ignore other resources", async () => {
        const other = {
            type: "auth0:index/clientGrant:ClientGrant",
            name: "other",
            inputs: { callbacks: ["http://a"] },
        };
        for (const policy of [httpsUrls, grants, rs256, refreshTokenRotation, refreshTokenExpiry, publicClients]) {
            deepEqual(await sayings(policy, [other]), []);
        }
    });
});
