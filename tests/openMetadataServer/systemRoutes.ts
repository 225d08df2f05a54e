import type { FastifyInstance } from "fastify";
import type { Agent } from "undici";
import { validate } from "./auth0Validator";
import type { JwtTokenConfiguration, SecurityConfiguration } from "./configuration";
import { ServerError } from "./errors";
import { fetchJson } from "./fetchJson";
import { missing, readSection, type SectionName } from "./fields";
import { type PatchOperation, patched } from "./jsonPatch";
import { known } from "./known";
import { type Access, body } from "./requests";
import { publishedKey, type SigningKey } from "./signingKey";

/** What the server shows in place of a secret. */
const mask = "*********";

/** What these endpoints answer from. */
export interface System {
    readonly version: string;
    readonly jwt: JwtTokenConfiguration;
    readonly key: SigningKey;
    readonly dispatcher: Agent;
    /** The settings in use. */
    security(): SecurityConfiguration;
    /** The domain that the server states: that of the environment, and after a PUT the one that was sent. */
    principalDomain(): string | null;
    /** Keeps settings in the database, and takes them into use. */
    save(configuration: SecurityConfiguration): Promise<void>;
    /** Whether the token of the ingestion bot is one that the server takes. */
    acceptsBot(): Promise<boolean>;
}

/** What everyone is told of the settings; the rest is as if it were not set. */
const stated = [
    "provider",
    "providerName",
    "clientType",
    "enableSelfSignup",
    "enableAutoRedirect",
    "jwtPrincipalClaims",
    "jwtPrincipalClaimsMapping",
    "clientId",
    "authority",
    "callbackUrl",
];

/** Adds `/api/v1/system`. */
export function addSystemRoutes(app: FastifyInstance, access: Access, system: System): void {
    const base = "/api/v1/system";
    const { version } = system;

    app.get(`${base}/version`, known("seen"), () => ({ version, revision: "0", timestamp: 0 }));
    app.get(`${base}/health`, known("seen"), (_request, reply) => reply.type("application/json").send("OK"));
    app.get(`${base}/config/auth`, known("seen"), () => {
        const { authenticationConfiguration } = system.security();
        const shown = Object.entries(authenticationConfiguration).filter(([name]) => stated.includes(name));
        return withoutNulls(read("authenticationConfiguration", Object.fromEntries(shown), version));
    });
    app.get(`${base}/config/authorizer`, known("seen"), () => {
        const { enforcePrincipalDomain, enableSecureSocketConnection, ...shown } = read(
            "authorizerConfiguration",
            { principalDomain: system.principalDomain() },
            version,
        );
        return withoutNulls(shown);
    });
    app.get(`${base}/config/jwks`, known("seen"), () => ({
        keys: [publishedKey(system.key.publicKey, system.jwt.keyId)],
    }));
    app.get(`${base}/status`, known("source"), async (request) => {
        await access.user(request);
        const passed = await system.acceptsBot();
        return {
            jwks: {
                description: "JWKs",
                passed,
                message: passed ? "Ingestion Bot token has been validated" : "Unable to validate Ingestion Bot token",
            },
        };
    });

    app.get(`${base}/security/config`, known("seen"), async (request) => {
        const admin = await access.admin(request);
        const shown = structuredClone(system.security());
        const { oidcConfiguration, ldapConfiguration } = shown.authenticationConfiguration;
        if (!admin.isBot) {
            if (oidcConfiguration) {
                oidcConfiguration.secret = mask;
            }
            if (ldapConfiguration) {
                ldapConfiguration["dnAdminPassword"] = mask;
            }
        }
        return withoutNulls(shown);
    });
    app.put(`${base}/security/config`, known("seen"), async (request) => {
        await access.admin(request);
        const configuration = complete(body(request), version);
        await fillPublicKeys(configuration, system);
        await system.save(configuration);
        return withoutNulls(configuration);
    });
    app.patch(`${base}/security/config`, known("source"), async (request, reply) => {
        await access.admin(request);
        const configuration = patched(system.security(), body(request) as unknown as PatchOperation[]);
        const result = await validate(configuration, system.dispatcher);
        if (result.status === "failed") {
            return reply.code(400).send(result);
        }
        await system.save(configuration);
        return reply.code(204).send();
    });
    app.post(`${base}/security/validate`, known("seen"), async (request) => {
        await access.admin(request);
        return validate(complete(body(request), version), system.dispatcher);
    });
}

/** Settings as they are sent: with all that they must have, and nothing that the release does not know. */
function complete(given: Record<string, unknown>, version: string): SecurityConfiguration {
    const names = ["authenticationConfiguration", "authorizerConfiguration"] as const;
    const other = Object.keys(given).find((key) => !(names as readonly string[]).includes(key));
    if (other !== undefined) {
        throw unrecognized(other);
    }
    const sections = names.map((name) => {
        const values = given[name];
        return typeof values === "object" && values !== null
            ? ([name, read(name, values as Record<string, unknown>, version)] as const)
            : ([name, undefined] as const);
    });
    const absent = sections.flatMap(([name, values]) =>
        values === undefined ? [name] : missing(name, values, version),
    );
    if (absent.length > 0) {
        const message = absent.map((name) => `query param ${name} must not be null`).join(", ");
        throw new ServerError("seen", 400, `[${message}]`);
    }
    return Object.fromEntries(sections) as unknown as SecurityConfiguration;
}

function read(name: SectionName, values: Record<string, unknown>, version: string): Record<string, unknown> {
    return readSection(name, values, version, ({ kind, at }) => {
        throw kind === "unknown"
            ? unrecognized(at)
            : new ServerError("source", 400, `Cannot deserialize the value of ${at}`);
    });
}

function unrecognized(at: string): ServerError {
    return new ServerError(
        "seen",
        400,
        `Unrecognized field "${at.slice(at.lastIndexOf(".") + 1)}", not marked as ignorable`,
    );
}

function withoutNulls(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, member]) => member !== null)
            .map(([name, member]) => [name, withoutNulls(member)]),
    );
}

/** A confidential client without public key URLs gets that of its provider. */
async function fillPublicKeys({ authenticationConfiguration }: SecurityConfiguration, system: System): Promise<void> {
    const { clientType, publicKeyUrls, oidcConfiguration } = authenticationConfiguration;
    if (clientType !== "confidential" || publicKeyUrls?.length !== 0 || !oidcConfiguration?.discoveryUri) {
        return;
    }
    const { jwks_uri: keys } = await fetchJson<{ jwks_uri: string }>(oidcConfiguration.discoveryUri, system.dispatcher);
    authenticationConfiguration.publicKeyUrls = [keys];
}
