import { settings } from "../../../openmetadata/settings";
import { isLoopback } from "../../../openmetadata/serverUrl";
import { compareLines, compareVersions, knownVersions } from "../../../openmetadata/version";
import { valueOf } from "../probe";
import { type Check, error, ok, warning } from "../finding";
import { commandLine } from "../../commandLine";

/** The server answers. */
export const reachable: Check = ({ intended, server: { version } }) => {
    const id = "server.reachable";
    return [
        "error" in version
            ? error(
                  id,
                  version.error,
                  "Nothing of the server could be looked at.",
                  "Start the server, or check its address in the stack and the way to it.",
              )
            : ok(id, intended.server),
    ];
};

/** The server is of a version that the stack's settings are for. */
export const version: Check = ({ intended, server }) => {
    const id = "server.version";
    const found = valueOf(server.version);
    if (found === undefined) {
        return [];
    }
    const target = `Set targetVersion in the stack to the server's, run \`${commandLine("up")}\`, and export the settings anew.`;
    if (compareVersions(found, knownVersions.first) < 0) {
        return [
            error(
                id,
                found,
                "Settings of this version have other names than the stack's.",
                `Upgrade OpenMetadata to ${knownVersions.first} or later.`,
            ),
        ];
    }
    // What only older versions need does no harm: the stack has it too where no version is named.
    const misfits = settings.filter(
        ({ key, since }) => since !== undefined && intended.settings.has(key) && compareVersions(found, since) < 0,
    );
    if (misfits.length > 0) {
        return [
            warning(
                id,
                `${found}, and the stack has ${misfits.map(({ environment }) => environment).join(", ")}`,
                "The stack's settings are for another version; the server passes over these.",
                target,
            ),
        ];
    }
    return [
        compareLines(found, knownVersions.newest) > 0
            ? warning(
                  id,
                  `${found}, newer than ${knownVersions.newest}`,
                  "What has changed in this version is not known here.",
                  "Read its notes on breaking changes, and look for a newer openmetadata-auth0.",
              )
            : ok(id, found),
    ];
};

/** All that the server states about itself goes over TLS. */
export const https: Check = ({ intended, server }) => {
    const id = "server.https";
    const stated = server.authentication.flatMap((answer) => valueOf(answer) ?? []);
    const urls = [
        intended.server,
        ...stated.flatMap(({ callbackUrl, authority, publicKeyUrls }) => [
            callbackUrl ?? "",
            authority ?? "",
            ...(publicKeyUrls ?? []),
        ]),
    ];
    const plain = [...new Set(urls)].filter((url) => {
        const parsed = URL.canParse(url) ? new URL(url) : undefined;
        return parsed?.protocol === "http:" && !isLoopback(parsed.hostname);
    });
    return [
        plain.length === 0
            ? ok(id, "no http but on loopback")
            : error(
                  id,
                  plain.join(", "),
                  "Whoever is on the way can read and change what is sent, tokens and keys among it.",
                  "Put TLS before the server, and write https addresses into the settings.",
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
                  "Let the server's host keep its clock with NTP.",
              ),
    ];
};
