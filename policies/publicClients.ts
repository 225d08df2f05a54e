import type { StackValidationPolicy } from "@pulumi/policy";
import { isPublic } from "./client";
import { validateCredentials } from "./credentials";

/** A public client has no secret. */
export const publicClients: StackValidationPolicy = {
    name: "auth0-public-client-no-secret",
    description:
        "What runs in a browser keeps no secret, and OpenMetadata's sign-in fails with one (RFC 6749, section 2.1; " +
        "OpenMetadata's guide to Auth0).",
    url: "https://www.rfc-editor.org/rfc/rfc6749#section-2.1",
    enforcementLevel: "mandatory",
    validateStack: validateCredentials((appType, method) =>
        isPublic(appType) && method !== "none"
            ? [
                  {
                      key: "authenticationMethod",
                      wrong: `a client of the type ${String(appType)} authenticates with ${String(method)}`,
                      write: 'Write "none" and remove clientSecret, or set the client\'s appType to "regular_web".',
                  },
              ]
            : [],
    ),
};
