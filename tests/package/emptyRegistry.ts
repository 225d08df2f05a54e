import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A registry of npm packages that has none. */
export interface EmptyRegistry {
    /** The variables that have npm use it, signed in. */
    readonly environment: Readonly<Record<string, string>>;
    close(): void;
}

/** Starts an empty registry on loopback. */
export async function startEmptyRegistry(): Promise<EmptyRegistry> {
    const server = createServer((_request, response) => response.writeHead(404).end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return {
        environment: { npm_config_registry: `http://${address}`, [`npm_config_//${address}:_authToken`]: "none" },
        close: () => server.close(),
    };
}
