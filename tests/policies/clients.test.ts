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

describe("the policies for Auth0 clients", () => {
    it("take addresses that are https, or http on loopback", async () => {
        const inputs = {
            appType: "spa",
            callbacks: ["https://om.example.com/callback", "http://localhost:8585/callback"],
            allowedLogoutUrls: ["https://om.example.com", "http://127.0.0.1:8585"],
            webOrigins: ["https://om.example.com"],
            initiateLoginUri: "https://om.example.com/signin",
        };
        deepEqual(await sayings(httpsUrls, [client(inputs)]), []);
    });

    it("stop each address that is http, has a wildcard, or is none", async () => {
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

    it("do not repeat a password that stands in an address", async () => {
        const said = await sayings(httpsUrls, [
            client({ callbacks: ["https://jane:hunter2@om.example.com/callback"] }),
        ]);
        equal(said.length, 1);
        equal(said.join().includes("hunter2"), false);
    });

    it("take an app's own scheme from a native client alone", async () => {
        const callbacks = ["com.example.app://callback"];
        deepEqual(await sayings(httpsUrls, [client({ appType: "native", callbacks })]), []);
        equal((await sayings(httpsUrls, [client({ appType: "spa", callbacks })])).length, 1);
    });

    it("hold addresses to the hosts that are allowed, where some are", async () => {
        const config = { allowedHosts: ["om.example.com"] };
        const callbacks = ["https://om.example.com/callback", "https://other.example.com/callback"];
        deepEqual(await sayings(httpsUrls, [client({ callbacks })], { config }), [
            "callbacks[1]: the host other.example.com is not allowed here. Write one of om.example.com.",
        ]);
    });

    it("take the grants of a sign-in, and client_credentials of a machine", async () => {
        const signIn = { appType: "regular_web", grantTypes: ["authorization_code", "refresh_token"] };
        const machine = { appType: "non_interactive", grantTypes: ["client_credentials"] };
        deepEqual(await sayings(grants, [client(signIn), client(machine)]), []);
    });

    it("stop implicit, password and client_credentials, and grants that Auth0 would fill in", async () => {
        const grantTypes = ["authorization_code", "implicit", "password", "client_credentials"];
        const said = await sayings(grants, [client({ appType: "regular_web", grantTypes })]);
        deepEqual(
            said.map((saying) => /"(\w+)" is not allowed/.exec(saying)?.[1]),
            ["implicit", "password", "client_credentials"],
        );
        match((await sayings(grants, [client({ appType: "spa" })])).join(), /^grantTypes: is missing/);
    });

    it("take a further grant where the configuration allows it", async () => {
        const grantTypes = ["authorization_code", "client_credentials"];
        deepEqual(await sayings(grants, [client({ grantTypes })], { config: { allowedGrants: grantTypes } }), []);
    });

    it("take RS256, and stop HS256 and no algorithm, which Auth0 makes HS256", async () => {
        deepEqual(await sayings(rs256, [client({ jwtConfiguration: { alg: "RS256" } })]), []);
        const wrong = [{ jwtConfiguration: { alg: "HS256" } }, { jwtConfiguration: {} }, {}];
        equal((await sayings(rs256, wrong.map(client))).length, 3);
    });

    it("take refresh tokens that rotate, or a public client without any", async () => {
        const rotating = { appType: "spa", grantTypes: ["refresh_token"], refreshToken: { rotationType: "rotating" } };
        const without = { appType: "native", grantTypes: ["authorization_code"] };
        const confidential = { appType: "regular_web", refreshToken: { rotationType: "non-rotating" } };
        deepEqual(await sayings(refreshTokenRotation, [rotating, without, confidential].map(client)), []);
    });

    it("stop a public client whose refresh tokens do not rotate, said or left to Auth0", async () => {
        const wrong = [
            { appType: "spa", refreshToken: { rotationType: "non-rotating" } },
            { appType: "native", grantTypes: ["refresh_token"] },
        ];
        equal((await sayings(refreshTokenRotation, wrong.map(client))).length, 2);
    });

    it("take refresh tokens that expire, or a client without any", async () => {
        const expiring = { grantTypes: ["refresh_token"], refreshToken: { expirationType: "expiring" } };
        deepEqual(await sayings(refreshTokenExpiry, [expiring, { grantTypes: ["implicit"] }].map(client)), []);
    });

    it("stop refresh tokens that live for ever, in whichever way that is said", async () => {
        const wrong = [
            {},
            { refreshToken: { expirationType: "non-expiring" } },
            { refreshToken: { expirationType: "expiring", infiniteTokenLifetime: true } },
            { refreshToken: { expirationType: "expiring", infiniteIdleTokenLifetime: true } },
        ];
        equal((await sayings(refreshTokenExpiry, wrong.map(client))).length, wrong.length);
    });

    it("take a SPA that authenticates with nothing, and stop one that has a secret", async () => {
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

    it("take a Web client that authenticates, and stop one that does not", async () => {
        const methods = ["client_secret_post", "private_key_jwt", "none"];
        const counts = [];
        for (const authenticationMethod of methods) {
            const resources = authenticating("regular_web", { authenticationMethod });
            counts.push((await sayings(confidentialClients, resources)).length);
        }
        deepEqual(counts, [0, 0, 1]);
    });

    it("leave other resources alone", async () => {
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
