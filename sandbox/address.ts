import { parsedUrl } from "../openmetadata/parsedUrl";
import { isIPv6 } from "node:net";
import type { FastifyInstance } from "fastify";
import { isLoopback } from "../openmetadata/serverUrl";
import { ApiError } from "./managementApi/apiError";
import { SandboxError } from "./sandboxError";

/** Where a sandbox listens. */
export interface ListenOptions {
    /**
     * The name or IP address to listen on, which is the host of the tenant's domain as well: `127.0.0.1`, or `::1`.
     * Where it stands for all addresses (`0.0.0.0`, `::`), the domain stays `localhost`. Default: `localhost`, on all of its
     * addresses.
     */
    readonly host?: string | undefined;
    /**
     * Lets `host` be an address that other computers reach. Whoever reaches it can sign in, as the passwords of the
     * first users are public, and can try passwords and secrets for as long as they want. Default: `false`.
     */
    readonly exposeToNetwork?: boolean | undefined;
    /**
     * Another name or IP address of this computer, such as `127.0.0.1`, that stands for a custom domain of the tenant: what is
     * asked there has it as its issuer. Default: none.
     */
    readonly customDomain?: string | undefined;
}

/** Where a sandbox listens, and what it is called. */
export interface ListenAddress {
    /** What to listen on. */
    readonly listen: string;
    /** The host of the tenant's domain as URLs have it, such as `localhost` or `[::1]`. */
    readonly host: string;
    /** The host of the custom domain in the same form; `undefined` where there is none. */
    readonly customHost: string | undefined;
}

/**
 * The address to listen on.
 *
 * @throws SandboxError where it is not valid, or where other computers would reach it and nobody has said that they may.
 */
export function listenAddress(options: ListenOptions): ListenAddress {
    const { host = "localhost", exposeToNetwork = false, customDomain } = options;
    const name = hostInUrl(host);
    if (name === undefined) {
        throw new SandboxError(
            `${JSON.stringify(host)} is not a valid host. Give --host a name or an IP address without scheme, port or path.`,
        );
    }
    if (!exposeToNetwork && !isLoopback(name)) {
        throw new SandboxError(
            `The sandbox does not listen on ${host}: other computers would reach it, and the passwords of its users ` +
                "are public. Leave out --host, or add --expose-to-network to let them.",
        );
    }
    const ownHost = /^(0\.0\.0\.0|\[::\])$/.test(name) ? "localhost" : name;
    const customHost = customDomain === undefined ? undefined : hostInUrl(customDomain);
    if (customDomain !== undefined && (customHost === undefined || customHost === ownHost)) {
        throw new SandboxError(
            `${JSON.stringify(customDomain)} is not a host other than ${ownHost}. Give --custom-domain a name or an IP address ` +
                "without scheme, port or path, such as 127.0.0.1.",
        );
    }
    if (customHost !== undefined && !exposeToNetwork && !isLoopback(customHost)) {
        throw new SandboxError(
            `The sandbox answers only as this computer, which ${customHost} is not. Give --custom-domain 127.0.0.1 or a name ` +
                "below localhost.",
        );
    }
    return { listen: name.replace(/^\[|\]$/g, ""), host: ownHost, customHost };
}

/**
 * Refuses requests that name another host than this machine: pages elsewhere can have their own name lead here, and would
 * then count as the sandbox's own.
 */
export function refuseOtherHosts(app: FastifyInstance): void {
    app.addHook("onRequest", (request, _reply, done) => {
        const host = hostInUrl(request.hostname.replace(/^\[|\]$/g, ""));
        const local = host !== undefined && isLoopback(host);
        done(local ? undefined : new ApiError(421, "Misdirected Request", "The sandbox answers as localhost only."));
    });
}

/** A name or an IP address in the form that URLs have it; `undefined` where it is neither. */
function hostInUrl(host: string): string | undefined {
    const name = isIPv6(host) ? `[${host}]` : host;
    if (!/^[a-z\d.-]+$|^\[[^%]+\]$/i.test(name) || parsedUrl(`https://${name}`) === undefined) {
        return undefined;
    }
    return new URL(`https://${name}`).hostname;
}
