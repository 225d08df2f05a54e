import type { StackValidationPolicy } from "@pulumi/policy";
import { isPublic } from "./client";
import { validateCredentials } from "./credentials";

/** A confidential client authenticates at the token endpoint. */
export const confidentialClients: StackValidationPolicy = {
    name: "auth0-confidential-client-authenticates",
    description:
        "Without authentication at the token endpoint anyone who catches a code gets the tokens for it (RFC 6749, section " +
        "3.2.1).",
    url: "https://www.rfc-editor.org/rfc/rfc6749#section-3.2.1",
    enforcementLevel: "mandatory",
    validateStack: validateCredentials((appType, method) =>
        !isPublic(appType) && method === "none"
            ? [
                  {
                      key: "authenticationMethod",
                      wrong: `a client of the type ${appType ?? "that Auth0 fills in"} authenticates with none`,
                      write: 'Write "client_secret_post", or set the client\'s appType to "spa".',
                  },
              ]
            : [],
    ),
};
