import { readFile } from "node:fs/promises";
import { fetch } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import type { Tenant } from "../../sandbox/tenant";

/** A client of Auth0's Management API, with the rights of the tenant's own management application. */
export interface ManagementApi {
    /** Gives the answer's body; throws where the answer is no success. */
    request<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Signs in to the Management API of a tenant. */
export async function managementApi(tenant: Tenant): Promise<ManagementApi> {
    const dispatcher = trustingAgent(await readFile(tenant.certificateBundle));
    const call = async <T>(method: string, path: string, body?: unknown, token?: string): Promise<T> => {
        const response = await fetch(`https://${tenant.domain}${path}`, {
            dispatcher,
            method,
            headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
            ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (!response.ok) {
            throw new Error(`${method} ${path}: ${response.status} ${text}`);
        }
        return (text === "" ? undefined : JSON.parse(text)) as T;
    };
    const { access_token } = await call<{ access_token: string }>("POST", "/oauth/token", {
        grant_type: "client_credentials",
        client_id: tenant.managementClientId,
        client_secret: tenant.managementClientSecret,
        audience: `https://${tenant.domain}/api/v2/`,
    });
    return { request: (method, path, body) => call(method, `/api/v2/${path}`, body, access_token) };
}
