import { deepEqual, equal, ok } from "node:assert/strict";
import { parse } from "yaml";
import { InputChecks } from "../../components/input";
import { checkOptions } from "../../components/options/check";
import { namesOf } from "../../components/options/table";
import type { Deployment } from "../../openmetadata/deployment";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { composeOverride } from "../../openmetadata/renderings/compose";
import { environmentOf } from "../../openmetadata/renderings/environment";
import { helmValues } from "../../openmetadata/renderings/helmValues";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { serverYaml } from "../../openmetadata/renderings/serverYaml";
import { isMap, serverSettings, type ServerSettings, settingsIn } from "../../openmetadata/serverSettings";
import type { Secrets } from "../../openmetadata/secrets";
import { settings } from "../../openmetadata/settings";
import { at } from "../../openmetadata/tree";
import { checkVersion, compareLines, compareVersions } from "../../openmetadata/version";

/** A field of a release: the environment variable of its YAML, its type, and the releases that have and need it. */
interface Field {
    /** `undefined` where the YAML takes it from no variable. */
    readonly variable?: string;
    readonly type: "string" | "boolean" | "integer" | "list" | "map";
    readonly since?: string;
    readonly until?: string;
    readonly webOnly?: true;
    readonly required?: true;
    /** Whether it is written only where somebody has set it, which asks for a version that has it. */
    readonly optional?: true;
}

/**
 * The fields as OpenMetadata has them, release by release: the models that its own Python client generates from the
 * server's schemas (PyPI `openmetadata-ingestion`, 31 releases from 1.10.0 to 2.0.7), and `conf/openmetadata.yaml`. Each
 * release refuses a field that it does not know. Written down apart from the program's own table, to hold that to it.
 */
const fields: Readonly<Record<string, Field>> = {
    "authorizerConfiguration.className": { variable: "AUTHORIZER_CLASS_NAME", type: "string", required: true },
    "authorizerConfiguration.containerRequestFilter": {
        variable: "AUTHORIZER_REQUEST_FILTER",
        type: "string",
        required: true,
    },
    "authorizerConfiguration.adminPrincipals": {
        variable: "AUTHORIZER_ADMIN_PRINCIPALS",
        type: "list",
        required: true,
    },
    "authorizerConfiguration.principalDomain": {
        variable: "AUTHORIZER_PRINCIPAL_DOMAIN",
        type: "string",
        required: true,
    },
    "authorizerConfiguration.allowedDomains": { variable: "AUTHORIZER_ALLOWED_DOMAINS", type: "list" },
    "authorizerConfiguration.enforcePrincipalDomain": {
        variable: "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
        type: "boolean",
        required: true,
    },
    "authorizerConfiguration.enableSecureSocketConnection": {
        variable: "AUTHORIZER_ENABLE_SECURE_SOCKET",
        type: "boolean",
        required: true,
    },
    "authorizerConfiguration.useRolesFromProvider": { variable: "AUTHORIZER_USE_ROLES_FROM_PROVIDER", type: "boolean" },
    "authorizerConfiguration.defaultOAuthRole": {
        variable: "AUTHORIZER_DEFAULT_OAUTH_ROLE",
        type: "string",
        since: "1.12.4",
        webOnly: true,
        optional: true,
    },
    "authenticationConfiguration.jwtTeamClaimMapping": {
        type: "string",
        since: "1.11.6",
        webOnly: true,
        optional: true,
    },
    "authenticationConfiguration.clientType": { variable: "AUTHENTICATION_CLIENT_TYPE", type: "string" },
    "authenticationConfiguration.provider": { variable: "AUTHENTICATION_PROVIDER", type: "string", required: true },
    "authenticationConfiguration.providerName": {
        variable: "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME",
        type: "string",
        required: true,
    },
    "authenticationConfiguration.publicKeyUrls": {
        variable: "AUTHENTICATION_PUBLIC_KEYS",
        type: "list",
        required: true,
    },
    "authenticationConfiguration.tokenValidationAlgorithm": {
        variable: "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM",
        type: "string",
    },
    "authenticationConfiguration.authority": { variable: "AUTHENTICATION_AUTHORITY", type: "string", required: true },
    "authenticationConfiguration.clientId": { variable: "AUTHENTICATION_CLIENT_ID", type: "string", required: true },
    "authenticationConfiguration.callbackUrl": {
        variable: "AUTHENTICATION_CALLBACK_URL",
        type: "string",
        required: true,
    },
    "authenticationConfiguration.jwtPrincipalClaims": {
        variable: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
        type: "list",
        required: true,
    },
    "authenticationConfiguration.jwtPrincipalClaimsMapping": {
        variable: "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING",
        type: "list",
    },
    "authenticationConfiguration.enableSelfSignup": { variable: "AUTHENTICATION_ENABLE_SELF_SIGNUP", type: "boolean" },
    "authenticationConfiguration.forceSecureSessionCookie": {
        variable: "FORCE_SECURE_SESSION_COOKIE",
        type: "boolean",
        since: "1.10.5",
    },
    "authenticationConfiguration.enableAutoRedirect": {
        variable: "AUTHENTICATION_ENABLE_AUTO_REDIRECT",
        type: "boolean",
        since: "1.11.5",
        optional: true,
    },
    "authenticationConfiguration.maxActiveSessionsPerUser": {
        variable: "AUTHENTICATION_MAX_ACTIVE_SESSIONS_PER_USER",
        type: "integer",
        since: "2.0.0",
        optional: true,
    },
    "authenticationConfiguration.additionalTrustedRedirectUris": {
        variable: "AUTHENTICATION_ADDITIONAL_TRUSTED_REDIRECT_URIS",
        type: "list",
        since: "2.0.0",
        optional: true,
    },
    "authenticationConfiguration.sessionExpiry": {
        variable: "AUTHENTICATION_SESSION_EXPIRY",
        type: "integer",
        since: "2.0.0",
    },
    "authenticationConfiguration.oidcConfiguration.id": {
        variable: "OIDC_CLIENT_ID",
        type: "string",
        webOnly: true,
        required: true,
    },
    "authenticationConfiguration.oidcConfiguration.type": { variable: "OIDC_TYPE", type: "string", webOnly: true },
    "authenticationConfiguration.oidcConfiguration.secret": {
        variable: "OIDC_CLIENT_SECRET",
        type: "string",
        webOnly: true,
        required: true,
    },
    "authenticationConfiguration.oidcConfiguration.scope": { variable: "OIDC_SCOPE", type: "string", webOnly: true },
    "authenticationConfiguration.oidcConfiguration.discoveryUri": {
        variable: "OIDC_DISCOVERY_URI",
        type: "string",
        webOnly: true,
        required: true,
    },
    "authenticationConfiguration.oidcConfiguration.preferredJwsAlgorithm": {
        variable: "OIDC_PREFERRED_JWS",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.responseType": {
        variable: "OIDC_RESPONSE_TYPE",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.callbackUrl": {
        variable: "OIDC_CALLBACK",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.serverUrl": {
        variable: "OIDC_SERVER_URL",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.clientAuthenticationMethod": {
        variable: "OIDC_CLIENT_AUTH_METHOD",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.tenant": {
        variable: "OIDC_TENANT",
        type: "string",
        webOnly: true,
        required: true,
    },
    "authenticationConfiguration.oidcConfiguration.prompt": {
        variable: "OIDC_PROMPT_TYPE",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.maxAge": {
        variable: "OIDC_MAX_AGE",
        type: "string",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.tokenValidity": {
        variable: "OIDC_OM_REFRESH_TOKEN_VALIDITY",
        type: "integer",
        webOnly: true,
    },
    "authenticationConfiguration.oidcConfiguration.sessionExpiry": {
        variable: "OIDC_SESSION_EXPIRY",
        type: "integer",
        webOnly: true,
        until: "2.0.0",
    },
    "authenticationConfiguration.oidcConfiguration.customParams": {
        variable: "OIDC_CUSTOM_PARAMS",
        type: "map",
        webOnly: true,
    },
    "jwtTokenConfiguration.rsapublicKeyFilePath": { variable: "RSA_PUBLIC_KEY_FILE_PATH", type: "string" },
    "jwtTokenConfiguration.rsaprivateKeyFilePath": { variable: "RSA_PRIVATE_KEY_FILE_PATH", type: "string" },
    "jwtTokenConfiguration.jwtissuer": { variable: "JWT_ISSUER", type: "string", required: true },
    "jwtTokenConfiguration.keyId": { variable: "JWT_KEY_ID", type: "string", required: true },
    "fernetConfiguration.fernetKey": { variable: "FERNET_KEY", type: "string" },
};

const releases = ["1.10.0", "1.10.14", "1.11.4", "1.11.14", "1.12.6", "1.13.6", "2.0.7"] as const;
const applicationTypes = ["web", "spa"] as const;

/** A deployment with every setting that can be said for a release. */
function deploymentOf(applicationType: "web" | "spa", targetVersion: string | undefined): Deployment {
    const ofRelease = <T>(key: string, value: T): T | undefined =>
        targetVersion !== undefined && isKnown(fields[key], targetVersion) ? value : undefined;
    const ofAuthentication = <T>(key: string, value: T): T | undefined =>
        ofRelease(`authenticationConfiguration.${key}`, value);
    const isWeb = applicationType === "web";
    const options = {
        prompt: isWeb ? "login" : undefined,
        maxAge: isWeb ? 3600 : undefined,
        teams: isWeb ? ofAuthentication("jwtTeamClaimMapping", { "catalog-user": "Users" }) : undefined,
        defaultOAuthRole: isWeb ? ofRelease("authorizerConfiguration.defaultOAuthRole", "DataConsumer") : undefined,
        enableAutoRedirect: ofAuthentication("enableAutoRedirect", true),
        maxActiveSessionsPerUser: ofAuthentication("maxActiveSessionsPerUser", 2),
        additionalTrustedRedirectUris: ofAuthentication("additionalTrustedRedirectUris", [
            "https://app.example.com/signed-in",
        ]),
        publicKeyUrls: ["http://127.0.0.1:8585/api/v1/system/config/jwks"],
    };
    const checks = new InputChecks();
    checkOptions(checks, { ...options, applicationType, targetVersion }, [
        "applicationType",
        "targetVersion",
        ...namesOf(options),
    ]);
    deepEqual(checks.problems, []);
    return {
        ...options,
        applicationType,
        domain: "example.eu.auth0.com",
        organizationId: "org_9ybsU1dN2dKfDkBi",
        clientId: "QXBwbGljYXRpb25JZA",
        serverUrl: "https://om.example.com",
        admins: ["jane.doe@example.com", "john@example.org"],
        principalDomain: "example.com",
        allowedDomains: ["example.com", "example.org"],
        enforcePrincipalDomain: true,
        keyId: "0d5a3b5e-7e4c-4b0e-9d53-5e9c4f5d7f11",
        issuer: "om.example.com",
        keyFolder: "/etc/openmetadata/jwtkeys",
        targetVersion,
        selfSignup: false,
        principalClaims: defaultPrincipalClaims,
        principalClaimsMapping: { username: "nickname", email: "email" },
        secureSessionCookie: true,
        sessionExpiry: 86400,
        tokenValidity: 1800,
    };
}

const secrets = {
    clientSecret: "secret-of-the-application",
    fernetKey: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
};

/** The paths of the values in a tree, by the value. */
function leavesOf(tree: object, path = ""): Map<string, unknown> {
    return new Map(
        Object.entries(tree).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
            const at = path === "" ? name : `${path}.${name}`;
            return isMap(value) && !(at in fields) ? [...leavesOf(value, at)] : [[at, value]];
        }),
    );
}

/** Where the chart has the value of each setting. */
const pathsInChart = new Map(
    settings.flatMap(({ key, helm }) =>
        helm === undefined ? [] : [[typeof helm === "string" ? helm : `${helm.reference}.secretRef`, key]],
    ),
);

/** The secrets that there are beside settings: those of a public client have no client secret. */
function secretsOf(all: ServerSettings): Secrets {
    const { clientSecret, fernetKey } = secrets;
    const isWeb = at(all, "authenticationConfiguration.clientType") === "confidential";
    return isWeb ? { clientSecret, fernetKey } : { fernetKey };
}

/** The fields that each rendering tells a server, by their paths in `openmetadata.yaml`, with the value as the server reads it. */
const renderings: Readonly<Record<string, (all: ServerSettings) => Map<string, unknown>>> = {
    environment: (all) => ofVariables(environmentOf(all, secretsOf(all))),
    compose: (all) => {
        const { services } = composeOverride(all, secretsOf(all), "./jwtkeys");
        const values = environmentOf(all, secretsOf(all));
        const names = Object.keys(services["openmetadata-server"]?.environment ?? {});
        return ofVariables(Object.fromEntries(names.map((name) => [name, values[name] ?? ""])));
    },
    YAML: (all) => leavesOf(serverYaml(all, secretsOf(all))),
    "Helm values": (all) => {
        const { openmetadata, extraEnvs } = helmValues(all, secretsOf(all), defaultKubernetesSecretNames);
        const inChart = [...leavesOf(openmetadata.config)].flatMap(([path, value]): [string, unknown][] => {
            const key = pathsInChart.get(path);
            // The chart puts a value into a variable, in quotes, and the server reads that as YAML.
            const yaml = Array.isArray(value) ? JSON.stringify(value) : String(value);
            return key === undefined ? [] : [[key, read(key, path.endsWith(".secretRef") ? "secret" : yaml)]];
        });
        const others = Object.fromEntries(extraEnvs.map(({ name, value }) => [name, value]));
        return new Map([...inChart, ...ofVariables(others)]);
    },
    "database settings": (all) => {
        const { authenticationConfiguration = {}, authorizerConfiguration = {} } = all;
        return leavesOf({ authenticationConfiguration, authorizerConfiguration });
    },
};

/** Variables as a server reads them: it puts each into its YAML as it stands. */
function ofVariables(variables: Readonly<Record<string, string>>): Map<string, unknown> {
    const keys = new Map(Object.entries(fields).map(([key, { variable }]) => [variable, key]));
    return new Map(
        Object.entries(variables).map(([name, value]) => {
            const key = keys.get(name) ?? name;
            return [key, read(key, value)];
        }),
    );
}

/** A value in YAML as the server takes it: where it wants text, a number is one, and nothing is none. */
function read(key: string, yaml: string): unknown {
    const value = parse(yaml) as string | number | boolean | readonly string[] | null;
    return fields[key]?.type === "string" && typeof value !== "object" ? String(value) : (value ?? "");
}

function isKnown(field: Field | undefined, release: string): boolean {
    const since = field?.since;
    return since === undefined || compareVersions(release, since) >= 0;
}

/** The fields of a rendering for a release: those that it knows and needs, but for what another rendering is for. */
function expected(rendering: string, applicationType: string, release: string): string[] {
    return Object.entries(fields)
        .filter(([, field]) => isKnown(field, release))
        .filter(([, { until }]) => until === undefined || compareVersions(release, until) < 0)
        .filter(([, { webOnly }]) => applicationType === "web" || !webOnly)
        .filter(([, { variable }]) => variable !== undefined || ["YAML", "database settings"].includes(rendering))
        .map(([key]) => key)
        .filter(
            (key) =>
                rendering !== "database settings" ||
                (!key.endsWith(".secret") && !/^(jwtTokenConfiguration|fernetConfiguration)\./.test(key)),
        )
        .sort();
}

function typeOf(value: unknown): string {
    return isMap(value) ? "map" : Array.isArray(value) ? "list" : Number.isInteger(value) ? "integer" : typeof value;
}

describe("OpenMetadata settings of each release", () => {
    let pairs = 0;

    for (const release of releases) {
        for (const applicationType of applicationTypes) {
            for (const [rendering, render] of Object.entries(renderings)) {
                it(`The ${rendering} rendering for ${applicationType} and ${release} has exactly the settings of that release`, () => {
                    const found = render(serverSettings(deploymentOf(applicationType, release)));
                    deepEqual([...found.keys()].sort(), expected(rendering, applicationType, release));
                    for (const [key, value] of found) {
                        equal(typeOf(value), fields[key]?.type, key);
                    }
                    pairs += 1;
                });
            }
        }
    }

    it("The renderings are tested for 7 releases, 2 application types and 5 forms", () => {
        equal(pairs, 70);
    });

    for (const applicationType of applicationTypes) {
        for (const [rendering, render] of Object.entries(renderings)) {
            it(`The ${rendering} rendering for ${applicationType} without targetVersion suits every release`, () => {
                const found = render(serverSettings(deploymentOf(applicationType, undefined)));
                const oldest = expected(rendering, applicationType, releases[0]);
                const newest = expected(rendering, applicationType, releases[releases.length - 1] ?? "").filter(
                    (key) => !fields[key]?.optional,
                );
                // A server passes over a variable that its YAML does not name, and ends at a field that it does not know.
                const all = ["YAML", "database settings"].includes(rendering) ? oldest : [...oldest, ...newest];
                deepEqual([...found.keys()].sort(), [...new Set(all)].sort());
            });
        }
    }

    it("The settings contain every field that a release requires", () => {
        for (const targetVersion of [undefined, ...releases]) {
            for (const applicationType of applicationTypes) {
                const all = serverSettings(deploymentOf(applicationType, targetVersion));
                const found = leavesOf(serverYaml(all, secretsOf(all)));
                const required = Object.entries(fields).filter(
                    ([, field]) => field.required && (applicationType === "web" || !field.webOnly),
                );
                deepEqual(
                    required.map(([key]) => key).filter((key) => !found.has(key)),
                    [],
                );
            }
        }
    });

    it("A setting is included from exactly the release that introduced it", () => {
        const has = (field: string, targetVersion: string): boolean =>
            settingsIn(serverSettings(deploymentOf("web", targetVersion)), {}).some(({ key }) => key === field);
        const borders = Object.entries(fields).flatMap(([key, { since }]) =>
            since === undefined ? [] : [{ key, since }],
        );
        ok(borders.length > 1);
        for (const { key, since } of borders) {
            const [major = 0, minor = 0, patch = 0] = since.split(".").map(Number);
            const before = patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major - 1}.13.6`;
            deepEqual([has(key, before), has(key, since)], [false, true], `${key} since ${since}`);
        }
    });
});

describe("OpenMetadata versions", () => {
    it("Versions of up to four numbers are compared as numbers, and a missing one counts as zero", () => {
        const sorted = ["1.10", "1.10.4", "1.10.4.1", "1.10.5", "1.10.14", "1.11", "1.12.4", "2.0", "2.0.7"];
        deepEqual([...sorted].reverse().sort(compareVersions), sorted);
        equal(compareVersions("1.11", "1.11.0"), 0);
        equal(compareVersions("1.13.0-rc1", "1.13"), 0);
        ok(compareLines("2.0.7", "2.0") === 0 && compareLines("2.1.0", "2.0") > 0);
    });

    it("A version in another form or before 1.10 is refused", () => {
        for (const version of ["1.10", "1.10.4.1", "2.0.7"]) {
            deepEqual(checkVersion("targetVersion", version), []);
        }
        for (const version of ["1", "latest", "v1.12.6", "1.12.x", "1.12.6-SNAPSHOT", "1.9.12", "1.2.3.4.5"]) {
            equal(checkVersion("targetVersion", version).length, 1, version);
        }
    });
});
