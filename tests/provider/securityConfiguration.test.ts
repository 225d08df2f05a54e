import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { securityConfiguration } from "../../provider/securityConfiguration";
import { type OpenMetadataServer, startOpenMetadataServer } from "../openMetadataServer/server";
import { tokenOf } from "./signIn";

/** The section as the shipped `openmetadata.yaml` has it, without what it needs. */
const shippedLdap = { dnAdminPrincipal: "", dnAdminPassword: "", userBaseDN: "", maxPoolSize: 3 };
const shippedSaml = { debugMode: false, idp: { entityId: "", ssoLoginUrl: "" } };

describe("the settings that a server is sent", () => {
    let server: OpenMetadataServer;
    let token: string;

    beforeEach(async () => {
        server = await startOpenMetadataServer({ environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]" } });
        const { authenticationConfiguration: authentication, authorizerConfiguration: authorizer } = server.database;
        ok(authentication && authorizer);
        const { url } = server;
        const kept = {
            ...authentication,
            jwtTeamClaimMapping: "groups",
            ldapConfiguration: shippedLdap,
            samlConfiguration: shippedSaml,
        };
        server.database.saveSecurity({
            authenticationConfiguration: { ...kept },
            authorizerConfiguration: { ...authorizer, allowedEmailRegistrationDomains: ["example.com"] },
        });
        await server.close();
        server = await startOpenMetadataServer({
            environment: {},
            database: server.database,
            port: Number(new URL(url).port),
        });
        token = await tokenOf(server, "jane.doe");
    });
    afterEach(async () => {
        await server.close();
    });

    function inputs(clientType: string, clientSecret?: string): Parameters<typeof securityConfiguration.create>[0] {
        return {
            url: server.url,
            token,
            allowLockOut: true,
            settings: {
                authenticationConfiguration: {
                    clientType,
                    provider: "basic",
                    ...(clientType === "confidential" && { oidcConfiguration: { id: "client", tenant: "" } }),
                },
                authorizerConfiguration: { adminPrincipals: ["jane.doe"] },
            },
            ...(clientSecret !== undefined && { clientSecret }),
        };
    }

    it("lack the sections of other providers, which it refuses as it shows them", async () => {
        await securityConfiguration.create(inputs("confidential", "the secret"));
        const { authenticationConfiguration: kept } = server.database;
        ok(kept);
        deepEqual([kept["ldapConfiguration"], kept["samlConfiguration"]], [undefined, undefined]);
        equal(kept.oidcConfiguration?.secret, "the secret");
    });

    it("have what the operator has set beside the managed ones", async () => {
        await securityConfiguration.create(inputs("confidential", "the secret"));
        const { authenticationConfiguration, authorizerConfiguration } = server.database;
        equal(authenticationConfiguration?.["jwtTeamClaimMapping"], "groups");
        equal(authenticationConfiguration.oidcConfiguration?.["useNonce"], "true");
        deepEqual(authorizerConfiguration?.allowedEmailRegistrationDomains, ["example.com"]);
    });

    it("lack the section of a confidential client where the client is public: its secret is masked", async () => {
        await securityConfiguration.create(inputs("public"));
        equal(server.database.authenticationConfiguration?.oidcConfiguration, undefined);
        ok(!JSON.stringify(server.database.authenticationConfiguration).includes("***"));
    });

    it("are not sent for a confidential client whose secret nobody gives", async () => {
        const before = server.requests.length;
        await rejects(securityConfiguration.create(inputs("confidential")), /there is no client secret to send/);
        ok(!server.requests.slice(before).some((request) => request.startsWith("PUT")));
    });
});
