import { deepEqual, equal, ok, throws } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    BotToken,
    DefaultAdminRemoval,
    InvalidInput,
    OpenMetadataServer,
    SecurityConfiguration,
} from "../../components";
import { BotTokenRenewal } from "../../components/botTokenRenewal";
import { Teams } from "../../components/teams";
import { checkRenewBefore, defaultRenewBefore } from "../../openmetadata/botTokenExpiry";
import { ingestionWorkflow } from "../../openmetadata/ingestion";
import { declaredBy } from "./mocks";

describe("Ingestion workflow", () => {
    it("The ingestion workflow uses the server's API and a token of OpenMetadata", () => {
        const { openMetadataServerConfig: config } = ingestionWorkflow("https://om.example.com/", "jwt").workflowConfig;
        equal(config.hostPort, "https://om.example.com/api");
        equal(config.authProvider, "openmetadata");
        ok(!("verifySSL" in config));
    });

    it("The ingestion workflow trusts the private CA of the server", () => {
        const { openMetadataServerConfig: config } = ingestionWorkflow(
            "https://om.example.com",
            "jwt",
            "/ca.pem",
        ).workflowConfig;
        equal(config.verifySSL, "validate");
        equal(config.sslConfig?.caCertificate, "/ca.pem");
    });
});

describe("Expiry of bot tokens", () => {
    it("A bot token is renewed by default in the last third of its validity", () => {
        equal(defaultRenewBefore("30"), 240);
        equal(defaultRenewBefore("OneHour") * 60, 20);
        equal(defaultRenewBefore("Unlimited"), 0);
    });

    it("renewBefore must be shorter than the validity of the token", () => {
        deepEqual(checkRenewBefore("renewBefore", 167, "7"), []);
        equal(
            checkRenewBefore("renewBefore", 168, "7")[0]?.write,
            "Write 0 or more, and less than the 168 that a token is valid for.",
        );
        equal(checkRenewBefore("renewBefore", -1, "Unlimited").length, 1);
    });
});

describe("Resources of a running server", () => {
    const common = { token: "token", signingKeyId: "id" };
    const kinds: Record<string, (url: pulumi.Input<string>) => unknown> = {
        BotToken: (url) => new BotToken("one", { ...common, url }),
        BotTokenRenewal: (url) => new BotTokenRenewal("one", { ...common, url }),
        DefaultAdminRemoval: (url) => new DefaultAdminRemoval("one", { ...common, url }),
        Teams: (url) => new Teams("one", { token: "token", teams: { Users: [] }, url }),
        SecurityConfiguration: (url) => new SecurityConfiguration("one", { token: "token", settings: {}, url }),
        OpenMetadataServer: (url) => new OpenMetadataServer("one", { token: "token", settings: {}, keyId: "id", url }),
    };
    it("Teams reports the wrong URL and all wrong names of teams and roles at once", async () => {
        const teams = { "a::b": [], Users: ["DataConsumer", "DataConsumer", " "] };
        await declaredBy(() => {
            throws(
                () => new Teams("one", { url: "om.example.com", token: "token", teams }),
                (error) =>
                    error instanceof InvalidInput &&
                    error.problems.map(({ key }) => key).join() === "url,teams.a::b,teams.Users[1],teams.Users[2]",
            );
        });
    });
    for (const [kind, make] of Object.entries(kinds)) {
        it(`${kind} refuses an invalid URL before anything is declared`, async () => {
            const declared = await declaredBy(() => {
                for (const url of [
                    "om.example.com",
                    "https://om.example.com/api",
                    "https://user:password@om.example.com",
                ]) {
                    throws(
                        () => make(url),
                        (error) =>
                            error instanceof InvalidInput && error.problems.map(({ key }) => key).join() === "url",
                    );
                }
            });
            // A component is there before its arguments are looked at; it has no provider that would make anything.
            deepEqual(
                declared.filter(({ type }) => !type.startsWith("openmetadata-auth0:")),
                [],
            );
            ok((await declaredBy(() => make(pulumi.output("https://om.example.com")))).length > 0);
        });
    }

    it("BotToken reports all invalid arguments at once", async () => {
        await declaredBy(() => {
            throws(
                () =>
                    new BotToken("one", {
                        ...common,
                        url: "om",
                        bot: "a/b",
                        expiry: "2" as "1",
                        rotation: "two\nlines",
                    }),
                (error) => {
                    ok(error instanceof InvalidInput);
                    deepEqual(
                        error.problems.map(({ key }) => key),
                        ["url", "bot", "expiry", "rotation"],
                    );
                    return true;
                },
            );
        });
    });
});
