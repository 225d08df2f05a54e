import { equal, ok, rejects } from "node:assert/strict";
import { botToken } from "../../../plugins/server/botToken";
import { defaultAdminRemoval } from "../../../plugins/server/defaultAdminRemoval";
import { refuseLockOut } from "../../../plugins/server/lockOut";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor } from "./context";
import { tokenOf } from "./signIn";

describe("Refused changes of a running server", () => {
    let server: OpenMetadataServer;
    before(async () => {
        server = await startOpenMetadataServer({
            environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[admin,jane.doe]", JWT_KEY_ID: "catalog-1" },
        });
    });
    after(async () => {
        await server.close();
    });

    it("The default admin is not deleted while it is an admin principal", async () => {
        const token = await tokenOf(server, "jane.doe");
        const inputs = { url: server.url, token, present: false };
        await rejects(defaultAdminRemoval.create(inputs, contextFor(inputs)), /has admin among its admin principals/);
        ok(server.database.user("admin"));
    });

    it("The account of the token in use is not deleted", async () => {
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
            /belongs to the admin account, which it would delete/,
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

    it("No bot token is created while the server signs with another key", async () => {
        const inputs = { ...bot, url: server.url, token: await tokenOf(server, "jane.doe"), signingKeyId: "catalog-2" };
        await rejects(botToken.create(inputs, contextFor(inputs)), /does not sign with the key catalog-2/);
    });

    it("No token is created for a bot that does not exist", async () => {
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

    it("The bot token in use is not replaced", async () => {
        const user = server.database.user("ingestion-bot");
        ok(user?.jwt);
        user.isAdmin = true;
        const { JWTToken: token } = user.jwt;
        const { kid } = await keyOf(server);
        const inputs = { ...bot, url: server.url, token, signingKeyId: kid };
        await rejects(botToken.create(inputs, contextFor(inputs)), /belongs to ingestion-bot itself/);
        equal(server.database.user("ingestion-bot")?.jwt?.JWTToken, token);
    });

    it("Settings that would lock users out are refused", async () => {
        const settings = (adminPrincipals: string[]): object => ({
            authenticationConfiguration: { authority: "https://127.0.0.1:9", publicKeyUrls: [] },
            authorizerConfiguration: { adminPrincipals },
        });
        await rejects(refuseLockOut(settings([])), /adminPrincipals is empty/);
        await rejects(refuseLockOut(settings(["jane.doe", "admin"])), /admin is among adminPrincipals/);
        await rejects(
            refuseLockOut(settings(["jane.doe"])),
            /openid-configuration does not answer[^]*jwks\.json does not answer[^]*publicKeyUrls does not include/,
        );
    });
});

async function keyOf(server: OpenMetadataServer): Promise<{ kid: string }> {
    const response = await fetch(`${server.url}/api/v1/system/config/jwks`);
    const [key] = ((await response.json()) as { keys: { kid: string }[] }).keys;
    ok(key);
    return key;
}
