import { equal, ok, rejects } from "node:assert/strict";
import { botToken } from "../../../plugins/server/botToken";
import { defaultAdminRemoval } from "../../../plugins/server/defaultAdminRemoval";
import { refuseLockOut } from "../../../plugins/server/lockOut";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor } from "./context";
import { tokenOf } from "./signIn";

describe("what a running server is not made to do", () => {
    let server: OpenMetadataServer;
    before(async () => {
        server = await startOpenMetadataServer({
            environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]", JWT_KEY_ID: "catalog-1" },
        });
    });
    after(async () => {
        await server.close();
    });

    it("deletes the shipped admin while that is among the admin principals, as it would come back", async () => {
        const token = await tokenOf(server, "jane.doe");
        const inputs = { url: server.url, token, present: false };
        await rejects(defaultAdminRemoval.create(inputs, contextFor(inputs)), /has admin among its admin principals/);
        ok(server.database.user("admin"));
    });

    it("deletes the account that it is asked with", async () => {
        const { authenticationConfiguration, authorizerConfiguration } = server.database;
        ok(authenticationConfiguration && authorizerConfiguration);
        server.database.saveSecurity({
            authenticationConfiguration,
            authorizerConfiguration: { ...authorizerConfiguration, adminPrincipals: ["jane.doe"] },
        });
        const again = await startOpenMetadataServer({
            environment: { JWT_KEY_ID: "catalog-1" },
            database: server.database,
        });
        await server.close();
        server = again;
        const token = await tokenOf(server, "admin");
        const inputs = { url: server.url, token, present: false };
        await rejects(
            defaultAdminRemoval.create(inputs, contextFor(inputs)),
            /is that of the admin account, which it would delete/,
        );
        ok(server.database.user("admin"));
    });

    const bot = {
        bot: "ingestion-bot",
        expiry: "30",
        renewBefore: 240,
        rotation: "initial",
        accepted: true,
    } as const;

    it("makes a token of a key that is not the stack's", async () => {
        const inputs = { ...bot, url: server.url, token: await tokenOf(server, "jane.doe"), signingKeyId: "catalog-2" };
        await rejects(botToken.create(inputs, contextFor(inputs)), /does not sign with the key catalog-2/);
    });

    it("makes a token for a bot that there is not", async () => {
        const { kid } = await keyOf(server);
        const inputs = {
            ...bot,
            url: server.url,
            token: await tokenOf(server, "jane.doe"),
            signingKeyId: kid,
            bot: "nobody",
        };
        await rejects(botToken.create(inputs, contextFor(inputs)), /has no bot nobody/);
    });

    it("ends the token that it is asked with", async () => {
        const user = server.database.user("ingestion-bot");
        ok(user?.jwt);
        user.isAdmin = true;
        const { JWTToken: token } = user.jwt;
        const { kid } = await keyOf(server);
        const inputs = { ...bot, url: server.url, token, signingKeyId: kid };
        await rejects(botToken.create(inputs, contextFor(inputs)), /is that of ingestion-bot itself/);
        equal(server.database.user("ingestion-bot")?.jwt?.JWTToken, token);
    });

    it("gets settings without an admin, or with the shipped one", async () => {
        const settings = (adminPrincipals: string[]): object => ({
            authenticationConfiguration: { authority: "https://127.0.0.1:9", publicKeyUrls: [] },
            authorizerConfiguration: { adminPrincipals },
        });
        await rejects(refuseLockOut(settings([])), /adminPrincipals is empty/);
        await rejects(refuseLockOut(settings(["jane.doe", "admin"])), /admin is among adminPrincipals/);
        await rejects(
            refuseLockOut(settings(["jane.doe"])),
            /openid-configuration does not answer[^]*jwks\.json does not answer[^]*publicKeyUrls does not have/,
        );
    });
});

async function keyOf(server: OpenMetadataServer): Promise<{ kid: string }> {
    const response = await fetch(`${server.url}/api/v1/system/config/jwks`);
    const [key] = ((await response.json()) as { keys: { kid: string }[] }).keys;
    ok(key);
    return key;
}
