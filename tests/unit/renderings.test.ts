import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { parse } from "yaml";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import type { Deployment } from "../../openmetadata/deployment";
import { composeOverride } from "../../openmetadata/renderings/compose";
import { environmentFile, environmentOf } from "../../openmetadata/renderings/environment";
import { helmValues } from "../../openmetadata/renderings/helmValues";
import {
    defaultKubernetesSecretNames,
    externalSecretManifests,
    kubernetesSecrets,
    readSecretStore,
    secretManifests,
} from "../../openmetadata/renderings/kubernetesSecrets";
import { serverYaml } from "../../openmetadata/renderings/serverYaml";
import {
    serverSettings,
    type ServerSettings,
    settingsIn,
    settingsWithoutVariable,
} from "../../openmetadata/serverSettings";
import { at, put } from "../../openmetadata/tree";

const web: Deployment = {
    applicationType: "web",
    domain: "example.eu.auth0.com",
    clientId: "QXBwbGljYXRpb25JZA",
    serverUrl: "https://om.example.com",
    admins: ["jane@example.com", "john@example.com"],
    principalDomain: "example.com",
    keyId: "catalog-1",
    issuer: "om.example.com",
    keyFolder: "/etc/openmetadata/jwtkeys",
    selfSignup: false,
    principalClaims: defaultPrincipalClaims,
    enforcePrincipalDomain: false,
    secureSessionCookie: true,
    sessionExpiry: 604800,
    tokenValidity: 3600,
};
const spa: Deployment = { ...web, applicationType: "spa" };
const secrets = { clientSecret: "secret-of-the-application" };
const keys = { privateKeyDer: "AAECAw==", publicKeyDer: "BAUGBw==" };
const names = defaultKubernetesSecretNames;

describe("Renderings of the settings", () => {
    it("The renderings can be made again from the stored settings and the secrets", () => {
        for (const targetVersion of [undefined, "1.10", "1.13", "2.0"]) {
            const kept = serverSettings({ ...web, targetVersion });
            const again: ServerSettings = {};
            for (const setting of settingsIn(kept, secrets)) {
                if ("value" in setting) {
                    put(
                        again,
                        setting.environmentOnly ? `environment.${setting.environment}` : setting.key,
                        setting.value,
                    );
                }
            }
            deepEqual(again, kept);
            ok(settingsIn(kept, secrets).some((setting) => "secret" in setting && setting.secret === "clientSecret"));
        }
    });

    it("The stored settings contain no secret", () => {
        const kept = serverSettings(web) as {
            authenticationConfiguration: { oidcConfiguration: object };
        };
        ok(!("secret" in kept.authenticationConfiguration.oidcConfiguration));
    });

    it("The team claim is only in the renderings that need no variable for it", () => {
        const kept = serverSettings({ ...web, targetVersion: "1.12.6", teams: { user: "Users" } });
        const { authenticationConfiguration } = serverYaml(kept, secrets) as {
            authenticationConfiguration: { jwtTeamClaimMapping?: string };
        };
        equal(authenticationConfiguration.jwtTeamClaimMapping, "https://open-metadata.org/teams");
        deepEqual(settingsWithoutVariable(kept), ["authenticationConfiguration.jwtTeamClaimMapping"]);
        for (const rendering of [
            environmentOf(kept, secrets),
            composeOverride(kept, secrets, "./jwtkeys"),
            helmValues(kept, secrets, names),
        ]) {
            ok(!/undefined|open-metadata\.org\/teams/.test(JSON.stringify(rendering)));
        }
        const without = serverSettings({ ...web, targetVersion: "1.12.6" });
        deepEqual(settingsWithoutVariable(without), []);
        deepEqual(serverSettings({ ...spa, targetVersion: "1.12.6", teams: { user: "Users" } }), {
            ...serverSettings({ ...spa, targetVersion: "1.12.6" }),
        });
    });

    it("The organization is written in each rendering as the server reads it", () => {
        const kept = serverSettings({ ...web, organizationId: "org_9ybsU1dN2dKfDkBi" });
        const parameters = { customParamKey1: "organization", customParamValue1: "org_9ybsU1dN2dKfDkBi" };
        const inVariable = "{customParamKey1: organization, customParamValue1: org_9ybsU1dN2dKfDkBi}";
        const { authenticationConfiguration } = serverYaml(kept, secrets) as {
            authenticationConfiguration: { oidcConfiguration: { customParams: unknown } };
        };
        deepEqual(authenticationConfiguration.oidcConfiguration.customParams, parameters);
        const variables = environmentOf(kept, secrets);
        equal(variables["OIDC_CUSTOM_PARAMS"], inVariable);
        deepEqual(parse(inVariable), parameters);
        // As the chart hands it on: it encodes a string in base64.
        const { openmetadata } = helmValues(kept, secrets, names);
        equal(at(openmetadata.config, "authentication.oidcConfiguration.customParams"), inVariable);
        match(environmentFile(variables), /^OIDC_CUSTOM_PARAMS="\{customParamKey1: organization, .*\}"$/m);
        const { services } = composeOverride(kept, secrets, "./jwtkeys");
        match(services["openmetadata-server"]?.environment["OIDC_CUSTOM_PARAMS"] ?? "", /^\$\{OIDC_CUSTOM_PARAMS:\?/);
        deepEqual(serverSettings({ ...spa, organizationId: "org_1" }), serverSettings(spa));
        throws(
            () => environmentOf(serverSettings({ ...web, organizationId: "org_1, evil: x" }), secrets),
            /Change the option/,
        );
    });

    describe("Environment file", () => {
        it("The environment file has only lines that every reader parses alike", () => {
            const lines = environmentFile(environmentOf(serverSettings(web), secrets))
                .trimEnd()
                .split("\n");
            for (const line of lines) {
                match(line, /^[A-Z][A-Z0-9_]*=("[A-Za-z0-9 _]+"|[A-Za-z0-9[\]:/.,_-]*)$/);
            }
            ok(lines.includes('OIDC_SCOPE="openid email profile offline_access"'));
            ok(lines.includes("AUTHORIZER_ADMIN_PRINCIPALS=[jane,john]"));
            // Left out, the server's own YAML has prompt=consent and max_age=0.
            ok(lines.includes("OIDC_PROMPT_TYPE=") && lines.includes("OIDC_MAX_AGE="));
        });
    });

    describe("Docker Compose override", () => {
        it("The override passes every variable to both services and mounts the key files", () => {
            const resolved = serverSettings(web);
            const { services } = composeOverride(resolved, secrets, "./jwtkeys");
            deepEqual(Object.keys(services), ["execute-migrate-all", "openmetadata-server"]);
            for (const { environment, volumes } of Object.values(services)) {
                deepEqual(Object.keys(environment), Object.keys(environmentOf(resolved, secrets)));
                deepEqual(volumes, [
                    { type: "bind", source: "./jwtkeys", target: "/etc/openmetadata/jwtkeys", read_only: true },
                ]);
            }
        });

        it("Docker Compose stops if a variable is unset, or empty where that is not allowed", () => {
            const { services } = composeOverride(serverSettings(web), secrets, "./jwtkeys");
            const { environment = {} } = services["openmetadata-server"] ?? {};
            equal(environment["OIDC_CLIENT_ID"], "${OIDC_CLIENT_ID:?is not set: pass --env-file}");
            equal(environment["OIDC_PROMPT_TYPE"], "${OIDC_PROMPT_TYPE?is not set: pass --env-file}");
        });

        it("The override contains no values and therefore no secrets", () => {
            ok(!JSON.stringify(composeOverride(serverSettings(web), secrets, "./jwtkeys")).includes("example.com"));
        });
    });

    describe("Sections of openmetadata.yaml", () => {
        it("The YAML sections have typed values", () => {
            const sections = serverYaml(serverSettings(web), secrets) as Record<string, Record<string, unknown>>;
            deepEqual(Object.keys(sections), [
                "authorizerConfiguration",
                "authenticationConfiguration",
                "jwtTokenConfiguration",
            ]);
            equal(sections["authenticationConfiguration"]?.["enableSelfSignup"], false);
            deepEqual(sections["authorizerConfiguration"]?.["adminPrincipals"], ["jane", "john"]);
            const oidc = sections["authenticationConfiguration"]["oidcConfiguration"] as Record<string, unknown>;
            equal(oidc["sessionExpiry"], 604800);
            equal(oidc["secret"], secrets.clientSecret);
            deepEqual([oidc["prompt"], oidc["maxAge"]], ["", ""]);
        });
    });

    describe("Helm values", () => {
        it("The Helm values of a web application enable OIDC with the client secret from a Kubernetes Secret", () => {
            const { openmetadata } = helmValues(serverSettings(web), secrets, names);
            const { authentication } = openmetadata.config as { authentication: Record<string, unknown> };
            const oidc = authentication["oidcConfiguration"] as Record<string, unknown>;
            equal(oidc["enabled"], true);
            deepEqual([oidc["promptType"], oidc["maxAge"]], ["", ""]);
            deepEqual(oidc["clientSecret"], {
                secretRef: "oidc-secrets",
                secretKey: "openmetadata-oidc-client-secret",
            });
        });

        it("The Helm values of a single-page application have no OIDC settings", () => {
            const { openmetadata } = helmValues(serverSettings(spa), {}, names);
            ok(!("oidcConfiguration" in (openmetadata.config as { authentication: object }).authentication));
        });

        it("Settings without a value in the chart become extra environment variables", () => {
            const { extraEnvs } = helmValues(serverSettings({ ...spa, targetVersion: "2.0" }), {}, names);
            deepEqual(extraEnvs, [
                { name: "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME", value: "auth0" },
                { name: "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM", value: "RS256" },
                { name: "FORCE_SECURE_SESSION_COOKIE", value: "true" },
                { name: "AUTHENTICATION_SESSION_EXPIRY", value: "604800" },
            ]);
        });

        it("The Helm values refer to Secrets with custom names", () => {
            const own = { oidc: "mine", jwtKeys: "my-keys", fernetKey: "my-fernet" };
            const values = helmValues(serverSettings(web), { clientSecret: true, fernetKey: true }, own);
            deepEqual(values.extraVolumes, [{ name: "openmetadata-jwt-keys", secret: { secretName: "my-keys" } }]);
            deepEqual((values.openmetadata.config as { fernetkey: object }).fernetkey, {
                secretRef: "my-fernet",
                secretKey: "fernetkey",
            });
        });
    });

    describe("Kubernetes Secrets", () => {
        const fernet = { ...secrets, fernetKey: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=" };
        const data = kubernetesSecrets(serverSettings(web), fernet, keys, names);

        it("The Secret of the signing keys contains the key files in base64", () => {
            deepEqual(data["openmetadata-jwt-keys"], {
                "private_key.der": keys.privateKeyDer,
                "public_key.der": keys.publicKeyDer,
            });
        });

        it("The Secrets contain the client ID, the client secret and the Fernet key", () => {
            const decoded = Object.fromEntries(
                Object.entries({ ...data["oidc-secrets"], ...data["openmetadata-fernet-key"] }).map(([key, value]) => [
                    key,
                    Buffer.from(value, "base64").toString(),
                ]),
            );
            deepEqual(decoded, {
                "openmetadata-oidc-client-id": web.clientId,
                "openmetadata-oidc-client-secret": fernet.clientSecret,
                fernetkey: fernet.fernetKey,
            });
        });

        it("Each Secret is a manifest with the fields of a Kubernetes Secret", () => {
            for (const manifest of secretManifests(data)) {
                deepEqual(Object.keys(manifest), ["apiVersion", "kind", "metadata", "type", "data"]);
            }
        });

        it("An ExternalSecret refers to the store's entry of the same name and contains no value", () => {
            const manifests = externalSecretManifests(data, { kind: "ClusterSecretStore", name: "vault" });
            deepEqual(
                manifests.map(({ metadata, spec }) => [
                    metadata.name,
                    spec.target.name,
                    spec.data.map((item) => item.secretKey),
                ]),
                Object.entries(data).map(([name, values]) => [name, name, Object.keys(values)]),
            );
            const text = JSON.stringify(manifests);
            for (const value of Object.values(data).flatMap((values) => Object.values(values))) {
                ok(!text.includes(value) && !text.includes(Buffer.from(value, "base64").toString("latin1")));
            }
            deepEqual(manifests[0], {
                apiVersion: "external-secrets.io/v1",
                kind: "ExternalSecret",
                metadata: { name: "openmetadata-jwt-keys" },
                spec: {
                    secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
                    target: { name: "openmetadata-jwt-keys" },
                    data: ["private_key.der", "public_key.der"].map((key) => ({
                        secretKey: key,
                        remoteRef: { key: "openmetadata-jwt-keys", property: key, decodingStrategy: "Base64" },
                    })),
                },
            });
        });

        it("readSecretStore accepts a SecretStore name or ClusterSecretStore/name", () => {
            deepEqual(readSecretStore("vault"), { kind: "SecretStore", name: "vault" });
            deepEqual(readSecretStore("ClusterSecretStore/vault"), { kind: "ClusterSecretStore", name: "vault" });
            for (const wrong of ["", "Vault", "clustersecretstore/vault", "ClusterSecretStore/", "a/b/c", "a b"]) {
                equal(readSecretStore(wrong), undefined, wrong);
            }
        });

        it("A single-page application has only the Secret of the signing keys", () => {
            deepEqual(Object.keys(kubernetesSecrets(serverSettings(spa), {}, keys, names)), ["openmetadata-jwt-keys"]);
        });
    });
});
