import { parsedUrl } from "../../../../openmetadata/parsedUrl";
import { isLoopback, serverOrigin } from "../../../../openmetadata/serverUrl";
import { keysIn } from "../collect";
import type { Document } from "../probe";
import { type Check, error, type Finding, ok, warning } from "../finding";

const id = "keys.reachable";

/** Each public key URL that the server states has keys. */
export const publicKeyUrls: Check = ({ intended, publicKeys }) =>
    publicKeys.map((document) => finding(document, intended.serverUrl));

function finding({ url, json }: Document, serverUrl: string): Finding {
    if (!("error" in json) && keysIn(json).length > 0) {
        return ok(id, url);
    }
    const found = `${url}: ${"error" in json ? json.error : "no keys"}`;
    const remedy =
        "Open the URL from inside the server (`wget -qO- URL` in its container): name, route, certificate and proxy have " +
        "to work there. Then restart it: keys are cached for a day.";
    const parsed = parsedUrl(url);
    // Loopback of the server is not that of whoever runs this.
    return parsed !== undefined && isLoopback(parsed.hostname) && parsed.origin !== serverOrigin(serverUrl)
        ? warning(id, found, "The URL is on the server's own machine, and cannot be checked from here.", remedy)
        : error(
              id,
              found,
              "Tokens that are signed with the keys at this URL are refused, if the server sees the same.",
              remedy,
          );
}
