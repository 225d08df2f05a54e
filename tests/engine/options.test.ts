import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf } from "../../openmetadata/renderings/environment";
import type { ServerSettings } from "../../openmetadata/serverSettings";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { Deployment } from "./deployment";

const server = "https://om.example.com";
const web = {
    applicationType: "web",
    openMetadataUrl: server,
    admins: ["jdoe", "john"],
    principalDomain: "Example.com",
    allowedDomains: ["example.com", "Sub.example.com"],
    principalClaimsMapping: { username: "employee", email: "email" },
    targetVersion: "2.0.7",
    prompt: "select_account",
    maxAge: 28800,
    enableAutoRedirect: true,
    maxActiveSessionsPerUser: 2,
    additionalTrustedRedirectUris: ["https://app.example.com/done"],
    publicKeyUrls: ["http://127.0.0.1:8585/api/v1/system/config/jwks"],
    protect: false,
};

/** Some variables of the environment that the stack's outputs give. */
async function variables(
    deployment: Deployment,
    names: readonly string[],
): Promise<Record<string, string | undefined>> {
    const { settings } = await deployment.outputs<{ settings: Record<string, ServerSettings> }>();
    const environment = environmentOf(settings[server] ?? {}, {});
    return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

describe("Sign-in options (real engine)", function () {
    let folder: string;
    let tenant: Tenant;
    let deployment: Deployment;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-tenant-"));
        tenant = await startTenant({ state: folder, port: 0 });
        deployment = await Deployment.create(tenant);
    });
    after(async () => {
        await deployment.remove();
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    it("Sign-in options reach the server's environment", async () => {
        await deployment.configure(web);
        await deployment.up();
        const expected = {
            AUTHORIZER_ADMIN_PRINCIPALS: "[jdoe,john]",
            AUTHORIZER_PRINCIPAL_DOMAIN: "example.com",
            AUTHORIZER_ALLOWED_DOMAINS: "[example.com,sub.example.com]",
            AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true",
            AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING: "[username:employee,email:email]",
            AUTHENTICATION_PUBLIC_KEYS: `[https://${tenant.domain}/.well-known/jwks.json,http://127.0.0.1:8585/api/v1/system/config/jwks]`,
            AUTHENTICATION_ENABLE_AUTO_REDIRECT: "true",
            AUTHENTICATION_MAX_ACTIVE_SESSIONS_PER_USER: "2",
            AUTHENTICATION_ADDITIONAL_TRUSTED_REDIRECT_URIS: "[https://app.example.com/done]",
            OIDC_PROMPT_TYPE: "select_account",
            OIDC_MAX_AGE: "28800",
        };
        deepEqual(await variables(deployment, Object.keys(expected)), expected);
    });

    it("Removing sign-in options restores the server's defaults and changes nothing in the tenant", async () => {
        const { applicationType, openMetadataUrl, protect } = web;
        await deployment.configure({ applicationType, openMetadataUrl, protect, admins: ["jane.doe@example.com"] });
        deepEqual(await deployment.upSteps(), []);
        const expected = {
            AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN: "true",
            AUTHORIZER_ALLOWED_DOMAINS: "[]",
            AUTHENTICATION_ENABLE_AUTO_REDIRECT: undefined,
            FORCE_SECURE_SESSION_COOKIE: "true",
            OIDC_PROMPT_TYPE: "",
            OIDC_MAX_AGE: "",
        };
        deepEqual(await variables(deployment, Object.keys(expected)), expected);
        await deployment.ok(["preview", "--expect-no-changes"]);
    });

    it("Preview reports all options that targetVersion does not support at once", async () => {
        await deployment.configure({ ...web, targetVersion: 1.11, enforcePrincipalDomain: false });
        const { exitCode, stdout, stderr } = await deployment.run(["preview"]);
        notEqual(exitCode, 0);
        const said = stdout + stderr;
        for (const [key, since] of [
            ["enableAutoRedirect", "1.11.5"],
            ["maxActiveSessionsPerUser", "2.0.0"],
            ["additionalTrustedRedirectUris", "2.0.0"],
        ]) {
            match(
                said,
                new RegExp(
                    `openmetadata-auth0:${key}: needs OpenMetadata ${since} or later, but targetVersion is 1.11`,
                ),
            );
        }
        match(said, /openmetadata-auth0:allowedDomains: has no effect where enforcePrincipalDomain is false/);
        equal((said.match(/there is no such key/g) ?? []).length, 0);
    });
});
