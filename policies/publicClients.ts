import { isPublic, resourceType } from "./client";
import { problemAt } from "../openmetadata/problem";
import { validateCredentials } from "./credentials";
import { report, type WholePolicy } from "./violations";

/** A public client has no secret. */
export const publicClients: WholePolicy = {
    name: "auth0-public-client-no-secret",
    description:
        "Code in a browser cannot keep a secret, and OpenMetadata's sign-in fails with one (RFC 6749, section 2.1; " +
        "OpenMetadata's guide to Auth0).",
    url: "https://www.rfc-editor.org/rfc/rfc6749#section-2.1",
    enforcementLevel: "mandatory",
    validateResource({ type, props }, reportViolation) {
        const { authenticationMethod } = props as { authenticationMethod?: string };
        if (type === resourceType.clientCredentials && authenticationMethod === "none" && "clientSecret" in props) {
            report(problemAt("clientSecret", "is given to a client that has none", "Remove it."), reportViolation);
        }
    },
    validateStack: validateCredentials((client, method) =>
        isPublic(client?.appType) && method !== "none"
            ? problemAt(
                  "authenticationMethod",
                  `a client of the type ${String(client?.appType)} authenticates with ${String(method)}`,
                  'Write "none" and remove clientSecret, or set the client\'s appType to "regular_web".',
              )
            : [],
    ),
};
