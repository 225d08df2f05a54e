import { isFrom } from "./releases";

/** A field of a section, as OpenMetadata's JSON schemas have it. */
export interface Field {
    readonly type: "string" | "boolean" | "integer" | "list" | "map" | "section";
    /** The first release that has it; all where left out. */
    readonly since?: string;
    /** What it is where it is left out; a list is empty, everything else is not there. */
    readonly byDefault?: string | number | boolean;
    /** Whether it must be there in what is sent; or the first release that does without. */
    readonly required?: true | string;
    /** The values that it may have, and from which release. */
    readonly values?: Readonly<Record<string, string>>;
}

/** The fields of one section. */
export type Fields = Readonly<Record<string, Field>>;

const first = "1.0.0";
const all = (...values: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(values.map((value) => [value, first]));

/** The sections that sign-in is about. Source: the JSON schemas of 1.12.6, and the models of other releases' Python clients. */
export const sections = {
    authenticationConfiguration: {
        clientType: { type: "string", byDefault: "public", values: all("public", "confidential") },
        provider: {
            type: "string",
            required: true,
            values: all("basic", "azure", "auth0", "custom-oidc", "google", "okta", "aws-cognito", "ldap", "saml"),
        },
        responseType: { type: "string", byDefault: "id_token", values: all("id_token", "code") },
        providerName: { type: "string", required: true },
        publicKeyUrls: { type: "list", required: "1.12.0" },
        tokenValidationAlgorithm: {
            type: "string",
            byDefault: "RS256",
            values: { ...all("RS256", "RS384", "RS512"), ES256: "1.12.0", ES384: "1.12.0", ES512: "1.12.0" },
        },
        authority: { type: "string", required: "1.12.0" },
        clientId: { type: "string", required: "1.12.0" },
        callbackUrl: { type: "string", required: "1.12.0" },
        jwtPrincipalClaims: { type: "list", required: true },
        jwtPrincipalClaimsMapping: { type: "list" },
        jwtTeamClaimMapping: { type: "string", since: "1.11.6" },
        enableSelfSignup: { type: "boolean", byDefault: false },
        enableAutoRedirect: { type: "boolean", byDefault: false, since: "1.11.5" },
        forceSecureSessionCookie: { type: "boolean", byDefault: false, since: "1.10.5" },
        sessionExpiry: { type: "integer", byDefault: 604800, since: "2.0.0" },
        maxActiveSessionsPerUser: { type: "integer", byDefault: 5, since: "2.0.0" },
        additionalTrustedRedirectUris: { type: "list", since: "2.0.0" },
        oidcConfiguration: { type: "section" },
        ldapConfiguration: { type: "section" },
        samlConfiguration: { type: "map" },
    },
    oidcConfiguration: {
        id: { type: "string", required: true },
        type: { type: "string" },
        secret: { type: "string", required: true },
        scope: { type: "string", byDefault: "openid email profile" },
        discoveryUri: { type: "string", required: true },
        useNonce: { type: "string", byDefault: "true" },
        preferredJwsAlgorithm: { type: "string", byDefault: "RS256" },
        responseType: { type: "string", byDefault: "code" },
        disablePkce: { type: "boolean", byDefault: true },
        maxClockSkew: { type: "string" },
        clientAuthenticationMethod: {
            type: "string",
            values: all("client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"),
        },
        tokenValidity: { type: "integer", byDefault: 3600 },
        customParams: { type: "map" },
        tenant: { type: "string", required: true },
        serverUrl: { type: "string" },
        callbackUrl: { type: "string" },
        maxAge: { type: "string" },
        prompt: { type: "string" },
        sessionExpiry: { type: "integer", byDefault: 604800 },
    },
    ldapConfiguration: {
        host: { type: "string", required: true },
        port: { type: "integer", required: true },
        maxPoolSize: { type: "integer", byDefault: 3 },
        isFullDn: { type: "boolean", byDefault: false },
        dnAdminPrincipal: { type: "string", required: true },
        dnAdminPassword: { type: "string", required: true },
        sslEnabled: { type: "boolean", byDefault: false },
        userBaseDN: { type: "string", required: true },
        groupBaseDN: { type: "string" },
        roleAdminName: { type: "string" },
        allAttributeName: { type: "string" },
        mailAttributeName: { type: "string", required: true },
        usernameAttributeName: { type: "string" },
        groupAttributeName: { type: "string" },
        groupAttributeValue: { type: "string" },
        groupMemberAttributeName: { type: "string" },
        authRolesMapping: { type: "string" },
        authReassignRoles: { type: "list" },
        truststoreFormat: { type: "string" },
        truststoreConfigType: { type: "string" },
        trustStoreConfig: { type: "map" },
    },
    authorizerConfiguration: {
        className: { type: "string", required: true },
        containerRequestFilter: { type: "string", required: true },
        adminPrincipals: { type: "list", required: true },
        botPrincipals: { type: "list" },
        testPrincipals: { type: "list" },
        allowedEmailRegistrationDomains: { type: "list" },
        principalDomain: { type: "string", required: true },
        allowedDomains: { type: "list" },
        enforcePrincipalDomain: { type: "boolean", required: true },
        enableSecureSocketConnection: { type: "boolean", required: true },
        useRolesFromProvider: { type: "boolean", byDefault: false },
        defaultOAuthRole: { type: "string", since: "1.12.4" },
    },
    jwtTokenConfiguration: {
        rsapublicKeyFilePath: { type: "string" },
        rsaprivateKeyFilePath: { type: "string" },
        jwtissuer: { type: "string", required: true },
        keyId: { type: "string", required: true },
    },
    fernetConfiguration: { fernetKey: { type: "string" } },
} as const satisfies Readonly<Record<string, Fields>>;

/** The name of a section. */
export type SectionName = keyof typeof sections;

/** Whether a release has a field. */
export function has(release: string, { since }: Field): boolean {
    return since === undefined || isFrom(release, since);
}

/** What is wrong with the values of a section. */
export interface Misreading {
    readonly kind: "unknown" | "type";
    /** Where: the names of sections and field, with dots between. */
    readonly at: string;
}

/**
 * Reads a section as OpenMetadata's JSON mapper does: with the defaults of what is left out, with text, numbers and truth
 * values taken for each other, and with nothing that the release does not know.
 *
 * @param misread - Is told what is wrong, and throws.
 */
export function readSection(
    name: SectionName,
    given: Readonly<Record<string, unknown>>,
    release: string,
    misread: (misreading: Misreading) => never,
    path: string = name,
): Record<string, unknown> {
    const fields: Fields = sections[name];
    for (const key of Object.keys(given)) {
        const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (field === undefined || !has(release, field)) {
            misread({ kind: "unknown", at: `${path}.${key}` });
        }
    }
    const values: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(fields).filter(([, each]) => has(release, each))) {
        const [at, value] = [`${path}.${key}`, given[key]];
        const found =
            field.type === "section" && isObject(value)
                ? readSection(key as SectionName, value, release, misread, at)
                : value === undefined
                  ? defaultOf(field)
                  : read(field, value, release, () => misread({ kind: "type", at }));
        if (found !== undefined) {
            values[key] = found;
        }
    }
    return values;
}

/** The required fields of a section, and of those in it, that are not there. */
export function missing(name: SectionName, values: Readonly<Record<string, unknown>>, release: string): string[] {
    return Object.entries(sections[name] as Fields).flatMap(([key, { type, required }]) => {
        const value = values[key];
        if (type === "section" && isObject(value)) {
            return missing(key as SectionName, value, release);
        }
        const needed = required === true || (required !== undefined && !isFrom(release, required));
        return needed && (value === null || value === undefined) ? [key] : [];
    });
}

function defaultOf({ type, byDefault }: Field): unknown {
    return byDefault ?? (type === "list" ? [] : undefined);
}

function read(field: Field, value: unknown, release: string, refuse: () => never): unknown {
    if (value === null) {
        return null;
    }
    if (field.type === "list") {
        return Array.isArray(value) ? value.map(String) : refuse();
    }
    if (field.type === "map" || field.type === "section") {
        return isObject(value) ? value : refuse();
    }
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
        return refuse();
    }
    const text = String(value);
    if (field.type === "boolean") {
        return text === "" ? null : ["true", "false"].includes(text) ? text === "true" : refuse();
    }
    if (field.type === "integer") {
        return text === "" ? null : /^-?\d+$/.test(text) ? Number(text) : refuse();
    }
    const { values } = field;
    const since = values?.[text];
    return values === undefined || (since !== undefined && isFrom(release, since)) ? text : refuse();
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
