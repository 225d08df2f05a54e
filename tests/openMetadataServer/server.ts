/**
 * A stand-in for OpenMetadata's server: the endpoints that its settings, users, teams, bots and tokens are looked at and changed
 * with, and the sign-in of a confidential client, on loopback. OpenMetadata itself is Java with two databases, and is not
 * to be had here.
 *
 * It does what OpenMetadata 1.12.6 was seen to do, and where nothing was seen what its source says. Each route, each
 * refusal and each end at the start says of itself which of the two it is, or that it is inferred: {@link Known}. Other
 * releases differ in the fields of their settings, which come from their Python clients' models, and in little else.
 *
 * Not so: the UI, LDAP and SAML, everything about metadata, what is masked for users who are no admins, and how long a
 * start takes.
 */
import { type AddressInfo } from "node:net";
import Fastify from "fastify";
import { Agent } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import { claimsMapping } from "./claims";
import { configurationOf, type Environment, type SecurityConfiguration } from "./configuration";
import { Database } from "./database";
import { ServerError, StartError, unforeseen } from "./errors";
import { Faults } from "./faults";
import { accessWith } from "./requests";
import { type KeyFilesContent, loadSigningKey, standInForShippedKeys } from "./signingKey";
import { addSystemRoutes } from "./systemRoutes";
import { addTeamRoutes } from "./teamRoutes";
import { BotTokenCache, Tokens } from "./tokens";
import { addUserRoutes } from "./userRoutes";
import { addSignInRoutes, prepareWebSignIn, type WebSignIn } from "./webSignIn";

/** How to start a server. */
export interface OpenMetadataServerOptions {
    /** OpenMetadata's own variables; what is left out is as shipped. */
    readonly environment: Environment;
    /** Sections of `openmetadata.yaml` that take the place of the shipped ones. */
    readonly yaml?: string;
    /** What an earlier start has left, or what another replica works on; a new one where left out. */
    readonly database?: Database;
    /** The port to listen on; any free one where left out. */
    readonly port?: number;
    /** The release that it is. Default: the one that was seen, `1.12.6`. */
    readonly version?: string;
    /** Content of the shipped key files. Default: a stand-in, since the real private key is not known here. */
    readonly shippedKeys?: KeyFilesContent;
    /** Certificate that it trusts beside the usual ones, in PEM form: that of a local tenant. */
    readonly trusts?: string;
    /** How long it remembers a bot's token, in milliseconds. Default: 120000, as OpenMetadata does. */
    readonly botTokenCache?: number;
}

/** A server that answers. */
export interface OpenMetadataServer {
    /** Its URL, with the base path where it has one. */
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

/** What the server does with the settings in use. */
interface InUse {
    readonly security: SecurityConfiguration;
    readonly tokens: Tokens;
    /** `undefined` where nobody can sign in through the server: a public client, or a provider that did not answer. */
    readonly signIn: WebSignIn | undefined;
}

/**
 * Starts a server.
 *
 * @throws StartError where OpenMetadata would end: a value of the wrong type, an unknown setting, key files that it cannot
 * load, or half a mapping of claims. The settings are in the database by then.
 */
export async function startOpenMetadataServer(options: OpenMetadataServerOptions): Promise<OpenMetadataServer> {
    const { database = new Database(), version = "1.12.6", port = 0 } = options;
    const {
        jwtTokenConfiguration: jwt,
        fernetKeys,
        basePath,
        ...fromEnvironment
    } = configurationOf(options.environment, version, options.yaml);
    const log: string[] = [];
    const dispatcher = options.trusts === undefined ? new Agent() : trustingAgent(options.trusts);

    database.saveSecurity({
        authenticationConfiguration:
            database.authenticationConfiguration ?? fromEnvironment.authenticationConfiguration,
        authorizerConfiguration: database.authorizerConfiguration ?? fromEnvironment.authorizerConfiguration,
    });
    const key = loadSigningKey(jwt, options.shippedKeys ?? standInForShippedKeys(), (message) => log.push(message));
    const botTokens = new BotTokenCache(options.botTokenCache ?? 120_000);
    const use = async (former: InUse | undefined): Promise<InUse> => {
        const security = stored(database);
        checkUsable(security);
        return {
            security,
            tokens: new Tokens({ database, jwt, key, fernetKeys, dispatcher, version, botTokens }, security),
            signIn: await signInWith(security, dispatcher, former?.signIn, (message) => log.push(message)),
        };
    };
    let inUse: InUse;
    try {
        inUse = await use(undefined);
    } catch (error) {
        throw new StartError("seen", (error as Error).message);
    }
    // The environment's principals and domain, whatever the database has; its provider is that of the database.
    makeAdmins(database, fromEnvironment, inUse.security.authenticationConfiguration.provider === "basic");
    await seedBots(database, inUse);
    const atStart = {
        authorizer: fromEnvironment.authorizerConfiguration,
        selfSignup: inUse.security.authenticationConfiguration.enableSelfSignup === true,
    };
    let { principalDomain } = fromEnvironment.authorizerConfiguration;

    const app = Fastify({
        forceCloseConnections: true,
        rewriteUrl: (request) => withoutBasePath(request.url ?? "/", basePath),
    });
    app.addHook("onRoute", ({ method, url, config }) => {
        if (config?.known === undefined && method !== "HEAD") {
            throw new Error(`${String(method)} ${url} does not say how it is known.`);
        }
    });
    app.addContentTypeParser("application/json-patch+json", { parseAs: "string" }, (_request, text, done) => {
        done(null, JSON.parse(text as string));
    });
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
        const status = error instanceof ServerError ? error.status : (error.statusCode ?? 500);
        return reply.code(status).send({ code: status, message: error.message });
    });
    const requests: string[] = [];
    app.addHook("onRequest", (request, _reply, done) => {
        requests.push(`${request.method} ${request.originalUrl}`);
        done();
    });
    const faults = new Faults();
    faults.install(app);

    const access = accessWith(() => inUse.tokens);
    addUserRoutes(app, access, {
        database,
        fernetKeys,
        botTokens,
        atStart,
        tokens: () => inUse.tokens,
        security: () => inUse.security,
    });
    addTeamRoutes(app, access, database);
    addSystemRoutes(app, access, {
        version,
        jwt,
        key,
        dispatcher,
        security: () => inUse.security,
        principalDomain: () => principalDomain,
        async save(configuration) {
            database.saveSecurity(configuration);
            try {
                inUse = await use(inUse);
                ({ principalDomain } = inUse.security.authorizerConfiguration);
            } catch (error) {
                log.push(`Failed to reload security system ${(error as Error).message}`);
                // The settings in use stay; those in the database are the new ones already.
                throw unforeseen("seen", "Failed to update security configuration: Failed to reload security system");
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
    addSignInRoutes(
        app,
        database,
        dispatcher,
        (message) => log.push(message),
        () => inUse.signIn,
    );

    await app.listen({ host: "127.0.0.1", port });
    return {
        url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${basePath}`,
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

/** With a base path, nothing is left at the root. */
function withoutBasePath(url: string, basePath: string): string {
    if (basePath === "") {
        return url;
    }
    return url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : "/nothing-here";
}

function stored({ authenticationConfiguration, authorizerConfiguration }: Database): SecurityConfiguration {
    if (authenticationConfiguration === undefined || authorizerConfiguration === undefined) {
        throw new Error("The settings were removed while the server was starting.");
    }
    return structuredClone({ authenticationConfiguration, authorizerConfiguration });
}

/** What stops OpenMetadata from taking settings into use. */
function checkUsable({ authenticationConfiguration: configuration }: SecurityConfiguration): void {
    claimsMapping(configuration.jwtPrincipalClaimsMapping);
    for (const url of configuration.publicKeyUrls ?? []) {
        new URL(url);
    }
}

/**
 * How people sign in through the server. A start goes on without, where that cannot be prepared; a server that had it
 * refuses settings with which it cannot.
 */
async function signInWith(
    security: SecurityConfiguration,
    dispatcher: Agent,
    former: WebSignIn | undefined,
    log: (message: string) => void,
): Promise<WebSignIn | undefined> {
    const { provider, clientType } = security.authenticationConfiguration;
    if (provider === "basic" || clientType !== "confidential") {
        return undefined;
    }
    try {
        return await prepareWebSignIn(security, dispatcher);
    } catch (error) {
        if (former !== undefined) {
            throw error;
        }
        log(
            `Failed to initialize AuthenticationCodeFlowHandler for provider: ${provider ?? "null"}. SSO will not be available. ` +
                `Error: ${(error as Error).message}`,
        );
        return undefined;
    }
}

/** Makes each principal that is missing an admin, with the well-known password where people sign in with one. */
function makeAdmins(
    database: Database,
    { authorizerConfiguration: { adminPrincipals, principalDomain } }: SecurityConfiguration,
    withPassword: boolean,
): void {
    for (const principal of adminPrincipals ?? []) {
        const [name = "", password = "admin"] = principal.split(":");
        const user =
            database.user(name) ??
            database.addUser({ name, email: `${name}@${principalDomain || "open-metadata.org"}`, isAdmin: true });
        // Nobody is made an admin by this who was a user already.
        if (!user.isAdmin || user.isBot) {
            continue;
        }
        if (!withPassword) {
            delete user.password;
        } else if (user.password === undefined) {
            user.password = password;
        }
    }
}

/** The bots that the server makes at its first start; an app that is installed later brings its own. */
const bots = ["autoClassification", "governance", "ingestion", "lineage", "profiler", "scim", "testsuite", "usage"];

async function seedBots(database: Database, { tokens }: { tokens: Tokens }): Promise<void> {
    for (const name of bots.map((purpose) => `${purpose}-bot`)) {
        const former = [...database.users.values()].find((user) => user.name === name);
        const bot = former ?? database.addUser({ name, email: `${name}@open-metadata.org`, isBot: true });
        bot.jwt ??= await tokens.forBot(bot, "Unlimited");
    }
}
