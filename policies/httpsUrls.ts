import { parsedUrl } from "../openmetadata/parsedUrl";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type Problem, problemAt } from "../openmetadata/problem";
import { isLoopback } from "../openmetadata/serverUrl";
import { type ClientInputs, validateClients } from "./client";

interface Config {
    readonly allowedHosts: readonly string[];
}

/** Callbacks, logout URLs and origins are https, and name their hosts. */
export const httpsUrls: ResourceValidationPolicy = {
    name: "auth0-client-https-urls",
    description:
        "Auth0 sends authorization codes to these URLs: over http, or at a host that you did not name, others can get them " +
        "(RFC 9700, sections 2.6 and 4.1).",
    url: "https://www.rfc-editor.org/rfc/rfc9700",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            allowedHosts: {
                description: "Allowed hosts, with port if they have one. Empty: any host.",
                type: "array",
                items: { type: "string" },
                default: [],
            },
        },
    },
    validateResource: validateClients((client, args) => {
        const { allowedHosts } = args.getConfig<Config>();
        return addressesOf(client).flatMap(([key, value]) => checkAddress(key, value, client.appType, allowedHosts));
    }),
};

function addressesOf(client: ClientInputs): [key: string, value: string][] {
    const lists = ["callbacks", "allowedLogoutUrls", "allowedOrigins", "webOrigins"] as const;
    return [
        ...lists.flatMap((list) =>
            (client[list] ?? []).map((value, index): [string, string] => [`${list}[${index}]`, value]),
        ),
        ...(client.initiateLoginUri === undefined
            ? []
            : [["initiateLoginUri", client.initiateLoginUri] satisfies [string, string]]),
    ];
}

/** Checks one URL. It is left out of what is said where it could hold a password. */
function checkAddress(
    key: string,
    value: string,
    appType: string | undefined,
    allowedHosts: readonly string[],
): Problem[] {
    const write = "Write the https URL of one host.";
    if (value.includes("*")) {
        return problemAt(key, `${JSON.stringify(value)} has a wildcard`, write);
    }
    const url = parsedUrl(value);
    if (url === undefined) {
        return problemAt(key, "is not a valid URL", write);
    }
    if (url.username !== "" || url.password !== "") {
        return problemAt(key, "has user name or password in it", write);
    }
    // The redirect of an app on a device (RFC 8252, section 7.1): its scheme is a domain name turned around.
    if (appType === "native" && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol)) {
        return [];
    }
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
        return problemAt(key, `${JSON.stringify(value)} is not https`, `${write} http is for loopback only.`);
    }
    if (allowedHosts.length > 0 && !allowedHosts.includes(url.host)) {
        return problemAt(key, `the host ${url.host} is not allowed here`, `Write one of ${allowedHosts.join(", ")}.`);
    }
    return [];
}
