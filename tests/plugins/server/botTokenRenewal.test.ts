import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { decodeProtectedHeader } from "jose";
import { botTokenRenewal } from "../../../plugins/server/botTokenRenewal";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor, type ToldContext } from "./context";
import { tokenOf } from "./signIn";

describe("BotTokenRenewal resource", () => {
    let server: OpenMetadataServer;
    let token: string;

    /** A server that has got another key, while its bots have tokens of the one before. */
    beforeEach(async () => {
        server = await startOpenMetadataServer({
            environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe]", JWT_KEY_ID: "catalog-1" },
        });
        const { database } = server;
        for (const name of ["profiler-bot", "lineage-bot", "testsuite-bot", "revoked-bot"]) {
            database.addUser({ name, email: `${name}@open-metadata.org`, isBot: true });
        }
        const first = contextFor({ url: server.url, token: await tokenOf(server, "jane.doe") });
        for (const { name, userId } of await first.api.bots()) {
            await first.api.generateToken(userId, name === "lineage-bot" ? "90" : "Unlimited");
            if (name === "revoked-bot") {
                await first.api.revokeToken(userId);
            }
        }
        await server.close();
        server = await startOpenMetadataServer({ environment: { JWT_KEY_ID: "catalog-2" }, database });
        token = await tokenOf(server, "jane.doe");
    });
    afterEach(async () => {
        await server.close();
    });

    function setUp(changes: { signingKeyId?: string; except?: string[] } = {}) {
        const inputs = {
            url: server.url,
            token,
            signingKeyId: "catalog-2",
            except: ["ingestion-bot"],
            stale: [],
            ...changes,
        };
        return { inputs, context: contextFor(inputs) };
    }

    function keyOf(bot: string): string | undefined {
        return decodeProtectedHeader(server.database.user(bot)?.jwt?.JWTToken ?? "").kid;
    }

    async function stale(context: ToldContext, inputs: ReturnType<typeof setUp>["inputs"]): Promise<readonly string[]> {
        return (await botTokenRenewal.read(inputs, context))?.outputs.stale.toSorted() ?? [];
    }

    it("Tokens signed with another key are renewed with the same expiry", async () => {
        const { inputs, context } = setUp();
        const all = (await context.api.bots()).map(({ name }) => name).filter((name) => name !== "ingestion-bot");
        deepEqual(await stale(context, inputs), all.filter((name) => name !== "revoked-bot").sort());
        deepEqual((await botTokenRenewal.create(inputs, context)).stale, []);
        equal(keyOf("profiler-bot"), "catalog-2");
        equal(keyOf("ingestion-bot"), "catalog-1");
        equal(server.database.user("lineage-bot")?.jwt?.JWTTokenExpiry, "90");
        equal(server.database.user("revoked-bot")?.jwt?.JWTToken, "");
        match(context.told.join(), /^info: \S+ may refuse the new tokens of .*profiler-bot.* for two minutes/);
        deepEqual(await stale(context, inputs), []);
    });

    it("Tokens are not renewed before the server signs with the new key", async () => {
        const { inputs, context } = setUp({ signingKeyId: "catalog-3" });
        const before = server.database.user("profiler-bot")?.jwt?.JWTToken;
        const outputs = await botTokenRenewal.create(inputs, context);
        equal(server.database.user("profiler-bot")?.jwt?.JWTToken, before);
        match(context.told.join(), /^warning: \S+ does not sign with the key catalog-3 yet/);
        equal(botTokenRenewal.differs(outputs, inputs), true);
    });

    it("Another key or other excluded bots are a change", () => {
        const { inputs } = setUp();
        equal(botTokenRenewal.differs(inputs, { ...inputs }), false);
        equal(botTokenRenewal.differs(inputs, { ...inputs, signingKeyId: "catalog-3" }), true);
        equal(botTokenRenewal.differs(inputs, { ...inputs, except: [] }), true);
    });

    it("Renewal does not replace the token that it is requested with", async () => {
        const { inputs } = setUp();
        await botTokenRenewal.create(inputs, contextFor(inputs));
        const bot = server.database.user("profiler-bot");
        ok(bot?.jwt);
        bot.isAdmin = true;
        const own = bot.jwt.JWTToken;
        const asked = { ...inputs, token: own, except: [], signingKeyId: "catalog-2" };
        await botTokenRenewal.update(asked, asked, contextFor(asked));
        equal(server.database.user("profiler-bot")?.jwt?.JWTToken, own);
        notEqual(keyOf("ingestion-bot"), "catalog-1");
    });

    it("Drift names the bots with tokens of another key", async () => {
        const { inputs, context } = setUp();
        const found = (await botTokenRenewal.read(inputs, context))?.outputs;
        match(
            botTokenRenewal.drift(inputs, found) ?? "",
            /have tokens of a key other than this stack's: .*lineage-bot/,
        );
        equal(botTokenRenewal.drift(found ?? inputs, found), undefined);
    });
});
