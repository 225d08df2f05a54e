import type { StackValidationPolicy } from "@pulumi/policy";
import { problemAt } from "../openmetadata/problem";
import { isPublic } from "./client";
import { validateCredentials } from "./credentials";

interface Config {
    readonly publicClientIds: readonly string[];
}

/** A confidential client authenticates at the token endpoint. */
export const confidentialClients: StackValidationPolicy = {
    name: "auth0-confidential-client-authenticates",
    description:
        "Without authentication at the token endpoint anyone who catches a code gets the tokens for it (RFC 6749, section " +
        "3.2.1).",
    url: "https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            publicClientIds: {
                description: "IDs of public clients that other programs declare.",
                type: "array",
                items: { type: "string" },
                default: [],
            },
        },
    },
    validateStack: validateCredentials((client, method, clientId, args) => {
        if (method !== "none" || isPublic(client?.appType)) {
            return [];
        }
        if (client === undefined) {
            const { publicClientIds } = args.getConfig<Config>();
            return clientId !== undefined && publicClientIds.includes(clientId)
                ? []
                : problemAt(
                      "authenticationMethod",
                      "a client that this program does not declare authenticates with none",
                      "Read the client with auth0.Client.get, so that its type is known, or add its ID to this policy's " +
                          "publicClientIds.",
                  );
        }
        return problemAt(
            "authenticationMethod",
            `a client of the type ${client.appType ?? "that Auth0 fills in"} authenticates with none`,
            'Write "client_secret_post", or set the client\'s appType to "spa".',
        );
    }),
};
