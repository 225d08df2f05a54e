import { equal } from "node:assert/strict";
import { tellSandbox } from "../../cli/commands/sandboxSettings";
import { StateFolder } from "../../sandbox/stateFolder";
import { storedSettings } from "../../sandbox/tryOut/storedSettings";
import { inFolder } from "./newTenant";

describe("Deployed settings for the sandbox", () => {
    it("The sandbox gets the first server's identity settings and the team claim of each deployment", () =>
        inFolder((state) => {
            const of = (principal: string) => ({
                authorizerConfiguration: { adminPrincipals: [principal] },
                authenticationConfiguration: {
                    jwtTeamClaimMapping: "https://open-metadata.org/teams",
                    clientId: "decides nothing",
                },
            });
            tellSandbox(state, {
                clientId: "id",
                callbacks: ["https://two.example.com/callback", "https://one.example.com/callback"],
                settings: { "https://one.example.com": of("john"), "https://two.example.com": of("jane") },
            });
            equal(
                storedSettings(new StateFolder(state))["id"],
                "AUTHORIZER_ADMIN_PRINCIPALS=[jane]\njwtTeamClaimMapping=https://open-metadata.org/teams\n",
            );
            return Promise.resolve();
        }));
});
