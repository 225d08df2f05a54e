import { generateKeyPairSync } from "node:crypto";
import type { Deployment } from "../../openmetadata/deployment";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import type { KeyFiles } from "../../openmetadata/renderings/kubernetesSecrets";
import { serverSettings } from "../../openmetadata/serverSettings";
import type { StackExport } from "../../cli/commands/export/stackExport";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A key pair as OpenMetadata reads it. */
export const keys: KeyFiles = {
    privateKeyDer: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
    publicKeyDer: publicKey.export({ format: "der", type: "spki" }).toString("base64"),
};

const common: Omit<Deployment, "applicationType" | "secrets"> = {
    domain: "example.eu.auth0.com",
    clientId: "QXBwbGljYXRpb25JZA",
    serverUrl: "https://om.example.com",
    admins: ["jane.doe@example.com", "john+om@example.com"],
    principalDomain: "example.com",
    keyId: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11",
    issuer: "om.example.com",
    keyFolder: "/etc/openmetadata/jwtkeys",
    selfSignup: false,
    principalClaims: defaultPrincipalClaims,
    principalClaimsMapping: { username: "om_username", email: "email" },
    enforcePrincipalDomain: true,
    secureSessionCookie: true,
    sessionExpiry: 86400,
    tokenValidity: 1800,
};

/** One server of each flow and of each group of versions, with all that it has to be told. */
export const servers: readonly (StackExport & { readonly name: string })[] = [undefined, "1.13.1", "2.0.9"].flatMap(
    (targetVersion) => [
        {
            name: `Web, OpenMetadata ${targetVersion ?? "of any version"}`,
            serverUrl: common.serverUrl,
            settings: serverSettings({
                ...common,
                targetVersion,
                applicationType: "web",
                ...(targetVersion === "1.13.1" && { organizationId: "org_9ybsU1dN2dKfDkBi" }),
            }),
            secrets: {
                clientSecret: "secret-of-the-application",
                fernetKey: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            },
            keys,
            ingestion: {},
        },
        {
            name: `SPA, OpenMetadata ${targetVersion ?? "of any version"}`,
            serverUrl: common.serverUrl,
            settings: serverSettings({ ...common, targetVersion, applicationType: "spa" }),
            secrets: {},
            keys,
            ingestion: {},
        },
    ],
);
