import { deepEqual, equal } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { changesOf, Deployment, resourceOf } from "./deployment";
import { type ManagementApi, managementApi } from "./managementApi";
import type { Step } from "./pulumiStack";

type Application = Readonly<Record<string, unknown>> & { readonly client_id: string };

/** Settings that nobody told this project of, each another than Auth0 gives. */
const foreign = {
    description: "The catalog of the data team",
    logo_uri: "https://cdn.example.com/logo.png",
    client_metadata: { team: "data", cost_center: "42" },
    allowed_origins: ["https://portal.example.com"],
    allowed_clients: ["urn:other"],
    client_aliases: ["urn:catalog"],
    addons: { samlp: { audience: "urn:catalog", mappings: { email: "mail" } }, zoom: { account: "example" } },
    mobile: { ios: { team_id: "9JA89QQLNQ", app_bundle_identifier: "com.example.catalog" } },
    native_social_login: { apple: { enabled: true } },
    initiate_login_uri: "https://om.example.com/signin",
    organization_usage: "allow",
    organization_require_behavior: "no_prompt",
    default_organization: { organization_id: "org_1234567890123456", flows: ["client_credentials"] },
    sso: true,
    custom_login_page: "<p>Welcome</p>",
    custom_login_page_on: false,
    form_template: "<form></form>",
    cross_origin_loc: "https://om.example.com/verify",
    oidc_logout: {
        backchannel_logout_urls: ["https://om.example.com/backchannel"],
        backchannel_logout_initiators: { mode: "all" },
    },
    encryption_key: { pub: "public", cert: "certificate", subject: "subject" },
    is_token_endpoint_ip_header_trusted: true,
    // Unknown to older versions of the provider.
    session_transfer: { can_create_session_transfer_token: true },
    token_quota: { client_credentials: { per_day: 100, enforce: true } },
    token_exchange: { allow_any_profile_of_type: ["custom_authentication"] },
    compliance_level: "none",
    par_request_expiry: 60,
};
const signIn = {
    callbacks: ["https://om.example.com/callback", "https://old.example.com/callback"],
    grant_types: ["authorization_code", "implicit", "refresh_token"],
};
/** What tools leave of an application, by who has made it. */
const made: Readonly<Record<string, (method: string) => object>> = {
    "made in the dashboard with every field set": () => ({
        ...signIn,
        ...foreign,
        // Also of a SPA, where the import has to change it.
        token_endpoint_auth_method: "client_secret_post",
        jwt_configuration: { alg: "RS256", lifetime_in_seconds: 7200, scopes: { email: "mail" } },
    }),
    "made in the dashboard with only a name": (method) => ({ token_endpoint_auth_method: method }),
    "made by Terraform or the Deploy CLI": (method) => ({
        ...signIn,
        allowed_clients: [],
        allowed_logout_urls: [],
        allowed_origins: [],
        client_aliases: [],
        client_metadata: { "created-by": "terraform" },
        web_origins: [],
        cross_origin_authentication: false,
        custom_login_page_on: true,
        is_first_party: true,
        is_token_endpoint_ip_header_trusted: false,
        native_social_login: { apple: { enabled: false }, facebook: { enabled: false } },
        oidc_conformant: true,
        sso_disabled: false,
        token_endpoint_auth_method: method,
        jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36000, secret_encoded: false },
        refresh_token: {
            expiration_type: "expiring",
            rotation_type: "rotating",
            leeway: 30,
            token_lifetime: 2592000,
            idle_token_lifetime: 1296000,
            infinite_token_lifetime: false,
            infinite_idle_token_lifetime: false,
        },
    }),
};
/** What this project decides; all else is foreign. */
const own = [
    "name",
    "app_type",
    "callbacks",
    "allowed_logout_urls",
    "web_origins",
    "grant_types",
    "cross_origin_authentication",
    "is_first_party",
    "oidc_conformant",
    "jwt_configuration",
    "refresh_token",
    "token_endpoint_auth_method",
];

function foreignOf(application: Application): object {
    return Object.fromEntries(Object.entries(application).filter(([field]) => !own.includes(field)));
}

/** A step in words, with the properties that an update changes. */
function wordsOf(step: Step): string {
    const properties = changesOf(step).map((path) => path.replace(/\[\d+\]$/, ""));
    const changed = step.op === "update" ? `: ${[...new Set(properties)].join()}` : "";
    return `${step.op} ${resourceOf(step)}${changed}`;
}

describe("Imported application", function () {
    let folder: string;
    let tenant: Tenant;
    let api: ManagementApi;
    const application = (id: string): Promise<Application> => api.request("GET", `clients/${id}`);

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        // One that was made before Auth0 had these settings.
        const clients = join(folder, "clients.json");
        await writeFile(
            clients,
            JSON.stringify([
                { client_id: "old", name: "Old", is_first_party: true, jwt_configuration: { secret_encoded: false } },
            ]),
        );
        tenant = await startTenant({ state: join(folder, "state"), port: 0, clients });
        api = await managementApi(tenant);
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    /** Imports an application, and sees that it settles and keeps what is foreign. */
    async function settles(type: string, id: string): Promise<void> {
        const before = await application(id);
        const config = {
            applicationType: type,
            openMetadataUrl: "https://om.example.com",
            admins: ["jane.doe@example.com"],
            protect: false,
        };
        const deployment = await Deployment.create(tenant);
        try {
            await deployment.configure({ ...config, importClientId: id });
            await deployment.up();
            const imported = await application(id);
            deepEqual(foreignOf(imported), foreignOf(before));
            if (type === "spa") {
                equal(imported["token_endpoint_auth_method"], "none");
                equal((await deployment.outputs<{ clientSecret?: string }>()).clientSecret, undefined);
            }

            // Only what was changed changes, so nothing was left to do.
            const paths = ["allowedLogoutUrls", "callbacks", ...(type === "spa" ? ["webOrigins"] : [])];
            const moved = { ...config, openMetadataUrl: "https://catalog.example.com" };
            await deployment.configure({ ...moved, importClientId: id });
            deepEqual((await deployment.upSteps()).map(wordsOf), [`update Client openmetadata: ${paths.join()}`]);
            const { callbacks, ...rest } = await application(id);
            deepEqual(callbacks, ["https://catalog.example.com/callback"]);
            deepEqual(foreignOf({ ...rest, client_id: id }), foreignOf(before));

            // What is set in the dashboard later stays as well, and all that is imported stays without importClientId.
            const later = { logo_uri: "https://cdn.example.com/new.png", client_metadata: { owner: "jane" } };
            await api.request("PATCH", `clients/${id}`, later);
            const changed = foreignOf(await application(id));
            await deployment.configure(config);
            deepEqual((await deployment.upSteps(["--refresh"])).map(wordsOf).sort(), [
                // Only an import declares how a SPA authenticates.
                ...(type === "spa" ? ["delete ClientCredentials openmetadata"] : []),
                `update Client openmetadata: ${paths.join()}`,
            ]);
            deepEqual(await application(id), { ...imported, ...changed });
        } finally {
            await deployment.remove();
        }
    }

    for (const [type, appType, method] of [
        ["web", "regular_web", "client_secret_post"],
        ["spa", "spa", "none"],
    ] as const) {
        for (const [origin, settings] of Object.entries(made)) {
            it(`Importing a ${type} application ${origin} keeps its unmanaged settings`, async () => {
                const { client_id } = await api.request<Application>("POST", "clients", {
                    name: "Catalog",
                    app_type: appType,
                    ...settings(method),
                });
                await settles(type, client_id);
            });
        }
    }

    it("Importing an old application with few stored fields leaves no further change", async () => {
        await settles("web", "old");
    });
});
