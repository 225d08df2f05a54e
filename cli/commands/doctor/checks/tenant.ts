import { isLoopback } from "../../../../openmetadata/serverUrl";
import { textOf } from "../intended";
import { keysIn } from "../collect";
import { valueOf } from "../probe";
import { type Check, error, ok, warning } from "../finding";
import { commandLine } from "../../commandLine";

/** The OpenID discovery document of the tenant is there, and complete. */
export const discovery: Check = ({ tenant: { discovery: document } }) => {
    const id = "tenant.discovery";
    const remedy = isLoopback(new URL(document.url).hostname)
        ? `Run the local tenant at the same time: \`${commandLine("sandbox")}\`.`
        : "Check the tenant's domain in the stack, and that Auth0 can be reached from here.";
    if ("error" in document.json) {
        return [error(id, `${document.url}: ${document.json.error}`, "Users cannot be sent to Auth0.", remedy)];
    }
    const content = document.json.value as Record<string, unknown>;
    const missing = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"].filter(
        (name) => typeof content[name] !== "string",
    );
    return [
        missing.length === 0
            ? ok(id, document.url)
            : error(id, `${document.url} has no ${missing.join(", ")}`, "This is not an OpenID provider.", remedy),
    ];
};

/** The tenant's issuer is its own URL, with the slash that Auth0's issuers end with. */
export const issuer: Check = ({ intended, tenant: { discovery: document } }) => {
    const id = "tenant.issuer";
    const { issuer: found } = (valueOf(document.json) ?? {}) as { issuer?: unknown };
    if (typeof found !== "string") {
        return [];
    }
    const expected = `${textOf(intended, "authenticationConfiguration.authority")}/`;
    return [
        found === expected
            ? ok(id, found)
            : error(
                  id,
                  `${found}, and not ${expected}`,
                  "Users sign in at a domain other than the stack's: its tokens have a different issuer.",
                  "Set customDomain in the stack to the tenant's custom domain; remove it if the tenant has none.",
              ),
    ];
};

/** The tenant publishes keys that its tokens can be checked with. */
export const tenantKeys: Check = ({ tenant: { keys } }) => {
    const id = "tenant.keys";
    const meaning = "OpenMetadata cannot verify Auth0's tokens: every sign-in is refused.";
    const remedy = "Check that Auth0 can be reached from here, and its status page.";
    if ("error" in keys.json) {
        return [error(id, `${keys.url}: ${keys.json.error}`, meaning, remedy)];
    }
    const usable = keysIn(keys.json).filter((key) => typeof key.n === "string");
    return [
        usable.length > 0
            ? ok(id, `${usable.length} at ${keys.url}`)
            : error(id, `${keys.url} has no RSA key`, meaning, "Rotate the tenant's signing key in Auth0's dashboard."),
    ];
};

/** Auth0 accepts client ID and client secret. */
export const clientSecret: Check = ({ tenant: { secret } }) => {
    const id = "tenant.secret";
    if (secret === undefined) {
        return [];
    }
    if ("error" in secret) {
        return [
            warning(
                id,
                "Auth0's token endpoint does not answer",
                "Doctor could not tell whether the client secret is right.",
                "Check that Auth0 can be reached from here, and run doctor again.",
            ),
        ];
    }
    if (secret.value === "right") {
        return [ok(id, "Auth0 accepts client ID and client secret")];
    }
    return secret.value === "wrong"
        ? [
              error(
                  id,
                  "Auth0 refuses client ID and client secret",
                  "OpenMetadata cannot redeem the code of a sign-in.",
                  `Run \`${commandLine("refresh")}\` and \`${commandLine("up")}\`, then export the settings again and restart the server.`,
              ),
          ]
        : [
              warning(
                  id,
                  `Auth0 answers ${secret.value.unclear}`,
                  "Doctor could not tell whether the client secret is right.",
                  "Run doctor again later, and check the tenant's logs.",
              ),
          ];
};
