import type { FastifyInstance } from "fastify";
import type { Agent } from "undici";
import { validate } from "./auth0Validator";
import type { JwtTokenConfiguration, SecurityConfiguration } from "./configuration";
import { ServerError } from "./errors";
import { fetchJson } from "./fetchJson";
import { type PatchOperation, patched } from "./jsonPatch";
import { type Access, body } from "./requests";
import { publishedKey, type SigningKey } from "./signingKey";

/** What the server shows in place of a secret. */
const mask = "*********";

/** What these endpoints answer from. */
export interface System {
    readonly version: string;
    readonly jwt: JwtTokenConfiguration;
    readonly key: SigningKey | undefined;
    readonly dispatcher: Agent;
    /** The settings in use. */
    security(): SecurityConfiguration;
    /** Keeps settings in the database, and takes them into use. */
    save(configuration: SecurityConfiguration): Promise<void>;
    /** Whether the token of the ingestion bot is one that the server takes. */
    acceptsBot(): Promise<boolean>;
}

const required = {
    authenticationConfiguration: [
        "provider",
        "providerName",
        "publicKeyUrls",
        "authority",
        "callbackUrl",
        "clientId",
        "jwtPrincipalClaims",
    ],
    authorizerConfiguration: ["className", "containerRequestFilter", "adminPrincipals", "principalDomain"],
} as const;

/** Adds `/api/v1/system`. */
export function addSystemRoutes(app: FastifyInstance, access: Access, system: System): void {
    const base = "/api/v1/system";

    app.get(`${base}/version`, () => ({ version: system.version, revision: "0", timestamp: 0 }));
    app.get(`${base}/health`, (_request, reply) => reply.type("application/json").send("OK"));
    app.get(`${base}/config/auth`, () => {
        const { oidcConfiguration, ...shown } = system.security().authenticationConfiguration;
        return shown;
    });
    app.get(`${base}/config/authorizer`, () => system.security().authorizerConfiguration);
    app.get(`${base}/config/jwks`, () => {
        if (system.key === undefined) {
            throw new ServerError(500, "There was an error processing your request. It has been logged.");
        }
        return { keys: [publishedKey(system.key.publicKey, system.jwt.keyId)] };
    });
    app.get(`${base}/status`, async (request) => {
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

    app.get(`${base}/security/config`, async (request) => {
        const admin = await access.admin(request);
        const shown = structuredClone(system.security());
        const oidc = shown.authenticationConfiguration.oidcConfiguration;
        if (oidc && !admin.isBot) {
            oidc.secret = mask;
        }
        return shown;
    });
    app.put(`${base}/security/config`, async (request) => {
        await access.admin(request);
        const configuration = complete(body(request));
        await fillPublicKeys(configuration, system);
        await system.save(configuration);
        return configuration;
    });
    app.patch(`${base}/security/config`, async (request, reply) => {
        await access.admin(request);
        const configuration = patched(system.security(), body(request) as unknown as PatchOperation[]);
        const result = await validate(configuration, system.dispatcher);
        if (result.status === "failed") {
            return reply.code(400).send(result);
        }
        await system.save(configuration);
        return reply.code(204).send();
    });
    app.post(`${base}/security/validate`, async (request) => {
        await access.admin(request);
        return validate(complete(body(request)), system.dispatcher);
    });
}

function complete(given: Record<string, unknown>): SecurityConfiguration {
    for (const [section, names] of Object.entries(required)) {
        const values = given[section] as Record<string, unknown> | undefined;
        for (const name of names) {
            if (values?.[name] === undefined || values[name] === null) {
                throw new ServerError(400, `[query param ${section}.${name} must not be null]`);
            }
        }
    }
    return given as unknown as SecurityConfiguration;
}

/** A confidential client without public key addresses gets that of its provider. */
async function fillPublicKeys({ authenticationConfiguration }: SecurityConfiguration, system: System): Promise<void> {
    const { clientType, publicKeyUrls, oidcConfiguration } = authenticationConfiguration;
    if (clientType !== "confidential" || publicKeyUrls?.length !== 0 || !oidcConfiguration?.discoveryUri) {
        return;
    }
    const { jwks_uri: keys } = await fetchJson<{ jwks_uri: string }>(oidcConfiguration.discoveryUri, system.dispatcher);
    authenticationConfiguration.publicKeyUrls = [keys];
}
