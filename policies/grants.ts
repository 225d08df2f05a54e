import type { ResourceValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { validateClients } from "./client";

interface Config {
    readonly allowedGrants: readonly string[];
}

/** A client has the grants that it needs, and says which. */
export const grants: ResourceValidationPolicy = {
    name: "auth0-client-grants",
    description:
        "Every grant is a way in: implicit puts tokens into URLs, password gives users' passwords to the client " +
        '(RFC 9700, sections 2.1.2 and 2.4), and Auth0 adds grants if none are set (Auth0, "Application Grant Types").',
    url: "https://auth0.com/docs/get-started/applications/application-grant-types",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            allowedGrants: {
                description: "Grants that a client may have; one for machines may have client_credentials as well.",
                type: "array",
                items: { type: "string" },
                default: ["authorization_code", "refresh_token"],
            },
        },
    },
    validateResource: validateClients(({ appType, grantTypes }, args) => {
        const { allowedGrants } = args.getConfig<Config>();
        const allowed = [...allowedGrants, ...(appType === "non_interactive" ? ["client_credentials"] : [])];
        const write = `Write grantTypes of ${allowed.join(", ")}, or add to this policy's allowedGrants.`;
        if (grantTypes === undefined) {
            return problemAt("grantTypes", "is missing", write);
        }
        return grantTypes
            .filter((grant) => !allowed.includes(grant))
            .map((grant) => ({ key: "grantTypes", wrong: `${JSON.stringify(grant)} is not allowed here`, write }));
    }),
};
