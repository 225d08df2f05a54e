/**
 * A stand-in for OpenMetadata's server: the endpoints that its settings, users, bots and tokens are looked at and changed
 * with, on loopback. OpenMetadata itself is Java with two databases, and is not to be had here.
 *
 * Read in OpenMetadata's source (1.12 to 2.0), and done in the same way:
 * - the settings, their environment variables and defaults; the database's copy wins after the first start;
 *   `jwtTokenConfiguration` always comes from the environment;
 * - the key files: PKCS#8 and X.509 DER only, and a failure is only logged;
 * - every missing admin principal is made at each start, as an admin `name@principalDomain`;
 * - how a token is checked, in what order, and what is said: expiry, own key by id, keys of the public key addresses,
 *   signature, claims, domain, and for a bot equality with the stored token;
 * - the secret is masked for people and **not for bots**; PUT validates nothing, answers what it was sent, and keeps a
 *   mask that is sent back as if it were the secret; PATCH is a JSON Patch, is validated, and answers 204;
 * - the rules of the validator for Auth0, and that of the required fields;
 * - sign-in by password is refused under single sign-on; deleting is soft unless `hardDelete` is asked for.
 *
 * Followed from source or reported by users, not seen running:
 * - without a key the server's key set, and making a token, answer 500;
 * - an unknown key id answers 500 before 2.0, 401 from then on;
 * - a person with a valid token who is no user gets 404; a soft-deleted principal is made anew at the next start;
 * - `/config/auth` leaves `oidcConfiguration` out; the form of error answers, `{ code, message }`;
 * - settings that cannot be taken into use stop a start, and answer 500 to a PUT that has stored them already.
 */
import { type AddressInfo } from "node:net";
import Fastify from "fastify";
import { Agent } from "undici";
import { claimsMapping } from "./claims";
import { configurationOf, type Environment, type SecurityConfiguration } from "./configuration";
import { Database } from "./database";
import { ServerError } from "./errors";
import { Faults } from "./faults";
import { fetchJson } from "./fetchJson";
import { accessWith } from "./requests";
import { type KeyFilesContent, loadSigningKey, standInForShippedKeys } from "./signingKey";
import { addSystemRoutes } from "./systemRoutes";
import { Tokens } from "./tokens";
import { addUserRoutes } from "./userRoutes";

/** How to start a server. */
export interface OpenMetadataServerOptions {
    /** OpenMetadata's own variables; what is left out is as shipped. */
    readonly environment: Environment;
    /** What an earlier start has left; a new one where left out. */
    readonly database?: Database;
    /** The port to listen on; any free one where left out. */
    readonly port?: number;
    /** The version that it says it is. Default: `2.0.9`. */
    readonly version?: string;
    /** Content of the shipped key files. Default: a stand-in, since the real private key is not known here. */
    readonly shippedKeys?: KeyFilesContent;
    /** Certificate that it trusts beside the usual ones, in PEM form: that of a local tenant. */
    readonly trusts?: string;
}

/** A server that answers. */
export interface OpenMetadataServer {
    /** Its address, without a path. */
    readonly url: string;
    /** What the next start begins with. */
    readonly database: Database;
    /** What was logged. */
    readonly log: readonly string[];
    /** The requests that were made, as method and path. */
    readonly requests: readonly string[];
    /** Makes it fail on demand. */
    readonly faults: Faults;
    /** Stops it, however often it is asked to; the database stays. */
    close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws Error where OpenMetadata would not start: a variable of the wrong type, half a mapping of claims, or a
 * confidential client that is not complete or whose provider does not answer.
 */
export async function startOpenMetadataServer(options: OpenMetadataServerOptions): Promise<OpenMetadataServer> {
    const { database = new Database(), version = "2.0.9", port = 0 } = options;
    const { jwtTokenConfiguration: jwt, ...fromEnvironment } = configurationOf(options.environment);
    const log: string[] = [];
    const dispatcher = new Agent(options.trusts === undefined ? {} : { connect: { ca: options.trusts } });
    const key = loadSigningKey(jwt, options.shippedKeys ?? standInForShippedKeys(), (message) => log.push(message));

    database.saveSecurity({
        authenticationConfiguration:
            database.authenticationConfiguration ?? fromEnvironment.authenticationConfiguration,
        authorizerConfiguration: database.authorizerConfiguration ?? fromEnvironment.authorizerConfiguration,
    });
    const use = async (
        security: SecurityConfiguration,
    ): Promise<{ security: SecurityConfiguration; tokens: Tokens }> => {
        await checkUsable(security, dispatcher);
        const refusesUnknownKeys = Number.parseInt(version) >= 2;
        return { security, tokens: new Tokens({ database, jwt, key, dispatcher, refusesUnknownKeys }, security) };
    };
    let inUse = await use(stored(database));
    makeUsers(database, inUse.security);
    await seedIngestionBot(database, inUse, log);

    const app = Fastify({ forceCloseConnections: true });
    app.addContentTypeParser("application/json-patch+json", { parseAs: "string" }, (_request, text, done) => {
        done(null, JSON.parse(text as string));
    });
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
        const status = error instanceof ServerError ? error.status : (error.statusCode ?? 500);
        return reply.code(status).send({ code: status, message: error.message });
    });
    const requests: string[] = [];
    app.addHook("onRequest", (request, _reply, done) => {
        requests.push(`${request.method} ${request.url}`);
        done();
    });
    const faults = new Faults();
    faults.install(app);

    const access = accessWith(() => inUse.tokens);
    addUserRoutes(
        app,
        access,
        database,
        () => inUse.tokens,
        () => inUse.security.authenticationConfiguration.provider,
    );
    addSystemRoutes(app, access, {
        version,
        jwt,
        key,
        dispatcher,
        security: () => inUse.security,
        async save(configuration) {
            database.saveSecurity(configuration);
            try {
                inUse = await use(stored(database));
            } catch (error) {
                throw new ServerError(500, `Failed to update security configuration: ${(error as Error).message}`);
            }
        },
        async acceptsBot() {
            const token = database.user("ingestion-bot")?.jwt?.JWTToken ?? "";
            return inUse.tokens.userOf(`Bearer ${token}`).then(
                () => true,
                () => false,
            );
        },
    });

    await app.listen({ host: "127.0.0.1", port });
    return {
        url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
        database,
        log,
        requests,
        faults,
        async close() {
            await app.close();
            await dispatcher.destroy();
        },
    };
}

function stored({ authenticationConfiguration, authorizerConfiguration }: Database): SecurityConfiguration {
    if (authenticationConfiguration === undefined || authorizerConfiguration === undefined) {
        throw new Error("The settings were removed while the server was starting.");
    }
    return structuredClone({ authenticationConfiguration, authorizerConfiguration });
}

/** What stops OpenMetadata from taking settings into use. */
async function checkUsable(
    { authenticationConfiguration: configuration }: SecurityConfiguration,
    dispatcher: Agent,
): Promise<void> {
    claimsMapping(configuration.jwtPrincipalClaimsMapping);
    for (const url of configuration.publicKeyUrls ?? []) {
        new URL(url);
    }
    const oidc = configuration.oidcConfiguration;
    if (configuration.provider === "basic" || configuration.clientType !== "confidential") {
        return;
    }
    if (!oidc?.id || !oidc.secret) {
        throw new Error("Client ID and Client Secret is required to create OidcClient");
    }
    if (!oidc.callbackUrl || !oidc.serverUrl) {
        throw new Error("ServerUrl and CallbackUrl are required to create OidcClient");
    }
    const discovered = await fetchJson<{ token_endpoint_auth_methods_supported?: string[] }>(
        oidc.discoveryUri ?? "",
        dispatcher,
    );
    const methods = discovered.token_endpoint_auth_methods_supported;
    if (methods?.includes(oidc.clientAuthenticationMethod ?? "") === false) {
        throw new Error(`Preferred authentication method (${oidc.clientAuthenticationMethod ?? ""}) not supported`);
    }
}

function makeUsers(
    database: Database,
    { authenticationConfiguration, authorizerConfiguration }: SecurityConfiguration,
): void {
    for (const name of authorizerConfiguration.adminPrincipals ?? []) {
        if (database.user(name) === undefined) {
            database.addUser({
                name,
                email: `${name}@${authorizerConfiguration.principalDomain ?? ""}`,
                isAdmin: true,
                ...(authenticationConfiguration.provider === "basic" && { password: "admin" }),
            });
        }
    }
}

async function seedIngestionBot(database: Database, { tokens }: { tokens: Tokens }, log: string[]): Promise<void> {
    const name = "ingestion-bot";
    const bot = database.user(name) ?? database.addUser({ name, email: `${name}@open-metadata.org`, isBot: true });
    if (bot.jwt === undefined) {
        try {
            bot.jwt = await tokens.forBot(bot, "Unlimited");
        } catch (error) {
            log.push(`Failed to seed ${name}: ${String(error)}`);
        }
    }
}
