import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { securityConfiguration } from "../../../plugins/server/securityConfiguration";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor } from "./context";
import { tokenOf } from "./signIn";

/** The section as the shipped `openmetadata.yaml` has it, without what it needs. */
const shippedLdap = { dnAdminPrincipal: "", dnAdminPassword: "", userBaseDN: "", maxPoolSize: 3 };
const shippedSaml = { debugMode: false, idp: { entityId: "", ssoLoginUrl: "" } };

describe("SecurityConfiguration resource", () => {
    let server: OpenMetadataServer;
    let token: string;

    beforeEach(async () => {
        server = await startOpenMetadataServer({ environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]" } });
        const { authenticationConfiguration: authentication, authorizerConfiguration: authorizer } = server.database;
        ok(authentication && authorizer);
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
        server = await startOpenMetadataServer({ environment: {}, database: server.database });
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

    async function create(wanted: ReturnType<typeof inputs>): Promise<string[]> {
        const context = contextFor(wanted);
        await securityConfiguration.create(wanted, context);
        return context.told;
    }

    it("The settings are sent without the LDAP and SAML sections", async () => {
        await create(inputs("confidential", "the secret"));
        const { authenticationConfiguration: kept } = server.database;
        ok(kept);
        deepEqual([kept["ldapConfiguration"], kept["samlConfiguration"]], [undefined, undefined]);
        equal(kept.oidcConfiguration?.secret, "the secret");
    });

    it("Settings that are not managed keep the operator's values", async () => {
        await create(inputs("confidential", "the secret"));
        const { authenticationConfiguration, authorizerConfiguration } = server.database;
        equal(authenticationConfiguration?.["jwtTeamClaimMapping"], "groups");
        equal(authenticationConfiguration.oidcConfiguration?.["useNonce"], "true");
        deepEqual(authorizerConfiguration?.allowedEmailRegistrationDomains, ["example.com"]);
    });

    it("A setting that is no longer managed is removed, and others stay", async () => {
        const wanted = inputs("confidential", "the secret");
        const authentication = wanted.settings["authenticationConfiguration"] as object;
        const customParams = { customParamKey1: "organization", customParamValue1: "org_1" };
        const before = {
            ...wanted,
            settings: {
                ...wanted.settings,
                authenticationConfiguration: {
                    ...authentication,
                    enableAutoRedirect: true,
                    oidcConfiguration: { id: "client", tenant: "", customParams },
                },
            },
        };
        await create(before);
        ok(JSON.stringify(server.database.authenticationConfiguration).includes(JSON.stringify(customParams)));
        await securityConfiguration.update(before, wanted, contextFor(wanted));
        const { authenticationConfiguration: kept } = server.database;
        ok(kept?.oidcConfiguration);
        equal(kept.oidcConfiguration.customParams ?? undefined, undefined);
        equal(kept["enableAutoRedirect"] ?? false, false);
        deepEqual([kept["jwtTeamClaimMapping"], kept.oidcConfiguration.secret], ["groups", "the secret"]);
    });

    it("The settings of a public client have no oidcConfiguration", async () => {
        await create(inputs("public"));
        equal(server.database.authenticationConfiguration?.oidcConfiguration, undefined);
        ok(!JSON.stringify(server.database.authenticationConfiguration).includes("***"));
    });

    it("The settings of a confidential client are not sent without a client secret", async () => {
        const before = server.requests.length;
        await rejects(create(inputs("confidential")), /there is no client secret to send/);
        ok(!server.requests.slice(before).some((request) => request.startsWith("PUT")));
    });

    it("Settings that would lock users out are sent only with allowLockOut", async () => {
        const sent = (): string[] => server.requests.filter((request) => request.startsWith("PUT"));
        const before = sent();
        await rejects(create({ ...inputs("public"), allowLockOut: false }), /would lock users out, and were not sent/);
        deepEqual(sent(), before);
        await create({ ...inputs("public"), allowLockOut: true });
        equal(sent().length, before.length + 1);
    });

    it("Messages ask to restart other replicas and name new admins", async () => {
        const wanted = inputs("public");
        const admins = ["jane.doe", "john.roe"];
        const told = await create({
            ...wanted,
            settings: { ...wanted.settings, authorizerConfiguration: { adminPrincipals: admins } },
        });
        equal(told.length, 2);
        match(told[0] ?? "", /^info: .*restart the others before the next `up`/);
        match(told[1] ?? "", /^info: New among the admins of \S+: john\.roe\. .*from its environment/);
        deepEqual((await create(inputs("public"))).length, 1);
    });

    it("A new rewrite value resends the settings with the client secret", async () => {
        const first = inputs("confidential", "the secret");
        await create(first);
        const { authenticationConfiguration: kept } = server.database;
        ok(kept?.oidcConfiguration);
        kept.oidcConfiguration.secret = "changed by hand";
        equal(securityConfiguration.differs(first, first), false);
        const second = { ...first, rewrite: "2027-01" };
        equal(securityConfiguration.differs(first, second), true);
        await securityConfiguration.update(first, second, contextFor(second));
        equal(server.database.authenticationConfiguration?.oidcConfiguration?.secret, "the secret");
    });
});
