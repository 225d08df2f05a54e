import { equal, ok } from "node:assert/strict";
import { defaultRenewBefore } from "../../openmetadata/botTokenExpiry";
import { ingestionWorkflow } from "../../openmetadata/ingestion";

describe("what ingestion is told", () => {
    it("is the API of the server, and a token of OpenMetadata's own, whatever people sign in with", () => {
        const { openMetadataServerConfig: config } = ingestionWorkflow("https://om.example.com/", "jwt").workflowConfig;
        equal(config.hostPort, "https://om.example.com/api");
        equal(config.authProvider, "openmetadata");
        ok(!("verifySSL" in config));
    });

    it("names the private authority that has signed the server's certificate", () => {
        const { openMetadataServerConfig: config } = ingestionWorkflow(
            "https://om.example.com",
            "jwt",
            "/ca.pem",
        ).workflowConfig;
        equal(config.verifySSL, "validate");
        equal(config.sslConfig?.caCertificate, "/ca.pem");
    });
});

describe("the tokens of bots", () => {
    it("are renewed when a third of their life is left, unless they are for ever", () => {
        equal(defaultRenewBefore("30"), 240);
        equal(defaultRenewBefore("OneHour") * 60, 20);
        equal(defaultRenewBefore("Unlimited"), 0);
    });
});
