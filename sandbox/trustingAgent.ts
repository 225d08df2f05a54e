import { createSecureContext } from "node:tls";
import { Agent } from "undici";

/**
 * Returns an HTTP client that trusts these CAs and no others. It parses them once: with undici's own option `ca`, Node parses
 * them for each connection, and a bundle with all public CAs takes longer than the request.
 */
export function trustingAgent(ca: string | Buffer | readonly (string | Buffer)[]): Agent {
    return new Agent({ connect: { secureContext: createSecureContext({ ca: [ca].flat() }) } });
}
