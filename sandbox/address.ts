import type { FastifyInstance } from "fastify";
import { isLoopback } from "../openmetadata/serverUrl";
import { ApiError } from "./managementApi/apiError";
import { SandboxError } from "./sandboxError";

/** Where a sandbox listens. */
export interface ListenOptions {
    /** The address or name to listen on. Default: all loopback addresses of `localhost`. */
    readonly host?: string | undefined;
    /**
     * Lets `host` be an address that other computers reach. Whoever reaches it can sign in, as the passwords of the
     * first users are public, and can try passwords and secrets for as long as they want. Default: `false`.
     */
    readonly exposeToNetwork?: boolean | undefined;
}

/**
 * The address to listen on.
 *
 * @throws SandboxError where other computers would reach it, and nobody has said that they may.
 */
export function listenAddress({ host = "localhost", exposeToNetwork = false }: ListenOptions): string {
    if (!exposeToNetwork && !isLocal(host)) {
        throw new SandboxError(
            `The sandbox does not listen on ${host}: other computers would reach it, and everyone knows the passwords of ` +
                "its users. Leave out --host, or add --expose-to-network to let them.",
        );
    }
    return host;
}

/**
 * Refuses requests that name another host than this machine: pages elsewhere can have their own name lead here, and would
 * then count as the sandbox's own.
 */
export function refuseOtherHosts(app: FastifyInstance): void {
    app.addHook("onRequest", (request, _reply, done) => {
        const local = isLocal(request.hostname.replace(/^\[|\]$/g, ""));
        done(local ? undefined : new ApiError(421, "Misdirected Request", "The sandbox answers as localhost only."));
    });
}

function isLocal(host: string): boolean {
    const name = host.includes(":") ? `[${host}]` : host;
    return URL.canParse(`https://${name}`) && isLoopback(new URL(`https://${name}`).hostname);
}
