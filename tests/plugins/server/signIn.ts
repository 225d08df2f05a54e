import { ok } from "node:assert/strict";
import type { OpenMetadataServer } from "../../openMetadataServer/server";

/** The token that a person gets from a server whose people sign in with a password, which is `admin` for all. */
export async function tokenOf(server: OpenMetadataServer, name: string): Promise<string> {
    const email = server.database.user(name)?.email;
    const response = await fetch(`${server.url}/api/v1/users/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password: Buffer.from("admin").toString("base64") }),
    });
    const { accessToken } = (await response.json()) as { accessToken?: string };
    ok(accessToken !== undefined);
    return accessToken;
}
