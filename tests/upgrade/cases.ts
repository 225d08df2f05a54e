import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { ManagementApi } from "../engine/managementApi";

/** A deployment that is recorded with each version, and upgraded from there. */
export interface UpgradeCase {
    readonly name: string;
    /** The stack's configuration but for secrets. */
    readonly config: Record<string, unknown>;
    /** Secrets of the configuration: new ones with each call. */
    readonly secrets?: () => Record<string, string>;
    /** What somebody does in the Auth0 dashboard before; gives more configuration. */
    readonly byHand?: (api: ManagementApi) => Promise<Record<string, unknown>>;
    /** The folder of the program. Default: the program of this project. */
    readonly program?: string;
}

const web = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
};

/** The deployments; each is a shape that a user's stack may have. */
export const upgradeCases: readonly UpgradeCase[] = [
    { name: "spa", config: { ...web, applicationType: "spa" } },
    { name: "web", config: web },
    {
        name: "webWithEverything",
        config: {
            ...web,
            openMetadataUrl: ["https://om.example.com", "https://second.example.com:8585"],
            principalDomain: "example.com",
            displayName: "Data catalogue",
            connections: ["Username-Password-Authentication", "staff"],
            additionalGrantTypes: ["client_credentials"],
            clientSecretRotation: "2027-01",
            keySize: 3072,
            keyRotations: ["initial", "2027-01"],
            issuer: "catalogue.example.com",
            targetVersion: "1.13.1",
            principalClaimsMapping: { username: "nickname", email: "email" },
        },
        secrets: () => ({ fernetKey: randomBytes(32).toString("base64url") + "=" }),
        byHand: async (api) => {
            await api.request("POST", "connections", { name: "staff", strategy: "auth0" });
            return {};
        },
    },
    {
        name: "webWithOwnKey",
        config: { ...web, keyId: "3e2c1f0a-6d2b-4f5c-9f1e-0b7a4c8d9e10" },
        secrets: () => ({
            clientSecret: randomBytes(32).toString("base64url"),
            privateKey: generateKeyPairSync("rsa", { modulusLength: 2048 })
                .privateKey.export({ format: "der", type: "pkcs8" })
                .toString("base64"),
        }),
    },
    {
        name: "spaTakenOver",
        config: { ...web, applicationType: "spa" },
        byHand: async (api) => {
            const { client_id } = await api.request<{ client_id: string }>("POST", "clients", {
                name: "Clicked together",
                app_type: "spa",
                callbacks: ["https://om.example.com/callback"],
                grant_types: ["authorization_code", "implicit"],
            });
            return { importClientId: client_id };
        },
    },
    { name: "ownProgram", config: {}, program: join(__dirname, "ownProgram") },
];
