import type { Settings } from "../browser/settings";
import type { Application, Fields, TenantClient } from "../../tools/tenant/tenantClient";

/** An application as the stack declares it, and the settings that OpenMetadata gets of it. */
export interface DeclaredApplication {
    readonly application: Application;
    readonly settings: Settings;
}

export const server = "https://openmetadata.example.com";

const common = {
    callbacks: [`${server}/callback`],
    allowed_logout_urls: [server, `${server}/logout`],
    grant_types: ["authorization_code", "refresh_token"],
    oidc_conformant: true,
    jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36_000 },
};
const refreshToken = {
    expiration_type: "expiring",
    leeway: 0,
    token_lifetime: 2_592_000,
    idle_token_lifetime: 1_296_000,
    infinite_token_lifetime: false,
    infinite_idle_token_lifetime: false,
};

/** The application of the Web flow, enabled for the tenant's database connection. */
export async function webApplication(api: TenantClient, changes: Fields = {}): Promise<DeclaredApplication> {
    return declare(api, {
        ...common,
        app_type: "regular_web",
        token_endpoint_auth_method: "client_secret_post",
        refresh_token: { ...refreshToken, rotation_type: "non-rotating" },
        ...changes,
    });
}

/** The application of the SPA flow, enabled for the tenant's database connection. */
export async function spaApplication(api: TenantClient, changes: Fields = {}): Promise<DeclaredApplication> {
    return declare(api, {
        ...common,
        app_type: "spa",
        token_endpoint_auth_method: "none",
        web_origins: [server],
        refresh_token: { ...refreshToken, rotation_type: "rotating" },
        ...changes,
    });
}

async function declare(api: TenantClient, fields: Fields): Promise<DeclaredApplication> {
    const application = await api.application({ name: "OpenMetadata", ...fields });
    await enable(api, application, true);
    const authority = `https://${api.tenant.domain}`;
    return {
        application,
        settings: {
            AUTHENTICATION_AUTHORITY: authority,
            AUTHENTICATION_CLIENT_ID: application.client_id,
            AUTHENTICATION_CALLBACK_URL: `${server}/callback`,
            OIDC_CLIENT_ID: application.client_id,
            OIDC_CLIENT_SECRET: application.client_secret,
            OIDC_SCOPE: "openid email profile offline_access",
            OIDC_DISCOVERY_URI: `${authority}/.well-known/openid-configuration`,
            OIDC_PREFERRED_JWS: "RS256",
            OIDC_RESPONSE_TYPE: "code",
            OIDC_CALLBACK: `${server}/callback`,
        },
    };
}

/** Lets the people of the tenant's database connection sign in to an application, or no longer. */
export async function enable(api: TenantClient, { client_id }: Application, status: boolean): Promise<void> {
    const { body } = await api.call<Fields[]>("GET", "/connections?name=Username-Password-Authentication");
    const { status: answered } = await api.call("PATCH", `/connections/${String(body[0]?.["id"])}/clients`, [
        { client_id, status },
    ]);
    if (answered !== 204) {
        throw new Error(`The connection was not changed: ${answered}`);
    }
}
