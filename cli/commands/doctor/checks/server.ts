import { at } from "../../../../openmetadata/tree";
import { parsedUrl } from "../../../../openmetadata/parsedUrl";
import { settings } from "../../../../openmetadata/settings";
import { isLoopback } from "../../../../openmetadata/serverUrl";
import { compareLines, compareVersions, knownVersions } from "../../../../openmetadata/version";
import { valueOf } from "../probe";
import { type Check, error, ok, warning } from "../finding";
import { textOf } from "../intended";
import { mendSettings } from "../remedies";
import { commandLine } from "../../commandLine";

/** The server answers. */
export const reachable: Check = ({ intended, server: { version } }) => {
    const id = "server.reachable";
    return [
        "error" in version
            ? error(
                  id,
                  version.error,
                  "The server could not be checked.",
                  "Start the server, or check its URL in the stack and the network route. A server that exits while it starts says why in " +
                      "its log: `NullPointerException` in `LocalJwkProvider` means key files that it cannot load, or an empty key ID. " +
                      "Sign-in settings that stop it are already in its database: correct them, run " +
                      "`./bootstrap/openmetadata-ops.sh remove-security-config --force`, then start it.",
              )
            : ok(id, intended.serverUrl),
    ];
};

/** The server is of a version that the stack's settings are for. */
export const version: Check = ({ intended, server }) => {
    const id = "server.version";
    const found = valueOf(server.version);
    if (found === undefined) {
        return [];
    }
    const target = `Set targetVersion in the stack to the server's, run \`${commandLine("up")}\`, and export the settings again.`;
    if (compareVersions(found, knownVersions.first) < 0) {
        return [
            error(
                id,
                found,
                "This version's settings have different names than the stack's.",
                `Upgrade OpenMetadata to ${knownVersions.first} or later.`,
            ),
        ];
    }
    // What only older versions need does no harm: the stack has it too where no version is named.
    const misfits = settings.filter(
        ({ key, since }) =>
            since !== undefined && at(intended.settings, key) !== undefined && compareVersions(found, since) < 0,
    );
    if (misfits.length > 0) {
        return [
            warning(
                id,
                `${found}, and the stack has ${misfits.map(({ environment, key }) => environment ?? key).join(", ")}`,
                "The stack's settings are for a newer version. The server ignores variables; in a file or through its API it " +
                    "refuses all of the settings because of them, and does not start.",
                target,
            ),
        ];
    }
    return [
        compareLines(found, knownVersions.newest) > 0
            ? warning(
                  id,
                  `${found}, newer than ${knownVersions.newest}`,
                  "Doctor does not know what has changed in this version.",
                  "Read its notes on breaking changes, and look for a newer openmetadata-auth0.",
              )
            : ok(id, found),
    ];
};

/** All that the server states about itself goes over TLS. */
export const https: Check = ({ intended, publicKeys, server }) => {
    const id = "server.https";
    const stated = server.authentication.flatMap((answer) => valueOf(answer) ?? []);
    const urls = [
        intended.serverUrl,
        ...stated.flatMap(({ callbackUrl, authority }) => [callbackUrl ?? "", authority ?? ""]),
        ...publicKeys.map(({ url }) => url),
    ];
    const plain = [...new Set(urls)].filter((url) => {
        const parsed = parsedUrl(url);
        return parsed?.protocol === "http:" && !isLoopback(parsed.hostname);
    });
    if (plain.length === 0 && "error" in server.version) {
        // What it states was not seen.
        return [];
    }
    return [
        plain.length === 0
            ? ok(id, "no http except on loopback")
            : error(
                  id,
                  plain.join(", "),
                  "Anyone on the network path can read and change what is sent, tokens and keys included.",
                  "Put TLS in front of the server, and use https URLs in the settings.",
              ),
    ];
};

/** A Web application's sign-in begins, and at the stack's application. */
export const signIn: Check = (facts) => {
    const id = "server.signIn";
    const { intended, server } = facts;
    const stated = server.authentication.map(valueOf).find((answer) => answer !== undefined);
    // A server with other settings begins it in another way, which is named with the settings.
    if (server.signIn === undefined || stated?.provider !== "auth0" || stated.clientType !== "confidential") {
        return [];
    }
    if ("error" in server.signIn) {
        return [
            error(
                id,
                `/api/v1/auth/login: ${server.signIn.error}`,
                "Nobody can sign in. A server that cannot reach Auth0 when it starts, or lacks the client secret, starts " +
                    "without sign-in, and stays that way (log: `SSO will not be available`).",
                "Check that the server reaches the discovery document (see tenant.discovery) from inside, and restart it.",
            ),
        ];
    }
    const { origin, searchParams } = server.signIn.value;
    const found: Readonly<Record<string, string>> = {
        "authenticationConfiguration.authority": origin,
        "authenticationConfiguration.oidcConfiguration.id": searchParams.get("client_id") ?? "none",
        "authenticationConfiguration.oidcConfiguration.callbackUrl": searchParams.get("redirect_uri") ?? "none",
    };
    const wrong = Object.entries(found)
        .filter(([key, value]) => at(intended.settings, key) !== undefined && textOf(intended, key) !== value)
        .map(([key, value]) => [key.slice(key.indexOf(".") + 1), value, textOf(intended, key)] as const);
    const named = searchParams.get("organization") ?? "";
    const member = textOf(intended, "authenticationConfiguration.oidcConfiguration.customParams.customParamValue1");
    if (named !== member) {
        wrong.push(["organization", named || "none", member || "none"]);
    }
    return [
        wrong.length === 0
            ? ok(id, `at ${origin}`)
            : error(
                  id,
                  wrong.map(([name, value, wanted]) => `${name} is ${value}, and not ${wanted}`).join("; "),
                  "The sign-in uses a different application or organization than the stack's, or returns to a different page.",
                  mendSettings(facts),
              ),
    ];
};

/** How far clocks may be apart, in seconds: what libraries that check tokens commonly let pass. */
const tolerated = 30;

/** The clocks of server and tenant agree. */
export const clock: Check = ({ server, tenant }) => {
    const id = "server.clock";
    if (server.ahead === undefined || tenant.discovery.ahead === undefined) {
        return [];
    }
    const skew = server.ahead - tenant.discovery.ahead;
    const found = `${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead of"} Auth0's`;
    return [
        Math.abs(skew) <= tolerated
            ? ok(id, found)
            : error(
                  id,
                  found,
                  skew < 0 ? "Tokens seem to be from the future." : "Tokens expire too early, or at once.",
                  "Synchronize the clock of the server's host with NTP.",
              ),
    ];
};
