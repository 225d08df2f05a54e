import type { Agent } from "undici";
import { type Tree, at } from "../../../openmetadata/tree";
import { readToken } from "../../../openmetadata/token";
import { OpenMetadataApi, type ServerKey } from "../../../openmetadata/api";
import { publicKeyOf } from "../../../openmetadata/api/serverKey";
import type { AdminFacts, BotTokenFacts, Facts, JwtFacts, ServerFacts, TenantFacts } from "./facts";
import { type Intended, listOf, textOf } from "./intended";
import { type Document, patience, probe, redirectOf, type Result, settle, valueOf } from "./probe";
import { signatureOf } from "./signature";
import { trySecret } from "./tokenEndpoint";

/** What to look at. */
export interface CollectOptions {
    readonly intended: Intended;
    /** How Auth0 and public key URLs are reached. */
    readonly dispatcher: Agent;
    /** Token of an admin. Secret. */
    readonly token?: string | undefined;
    /** Token to look into. Secret. */
    readonly jwt?: string | undefined;
}

/** How many connections ask the same, so that more than one replica answers. */
const connections = 6;

/** Looks at tenant and server, and changes nothing. */
export async function collect({ intended, dispatcher, token, jwt }: CollectOptions): Promise<Facts> {
    const [tenant, server] = await Promise.all([
        collectTenant(intended, dispatcher),
        collectServer(intended, dispatcher),
    ]);
    const admin = token === undefined ? undefined : await collectAdmin(intended, token);
    const urls = "error" in server.version ? [] : publicKeyUrlsOf(intended, admin);
    const publicKeys = await Promise.all(urls.map((url) => probe(url, dispatcher)));
    return {
        intended,
        tenant,
        server,
        publicKeys,
        admin,
        jwt:
            jwt === undefined ? undefined : await collectJwt(intended.serverUrl, jwt, admin, token, server, publicKeys),
        now: new Date(),
    };
}

/** The public key URLs of the settings in use, which only an admin is shown; those of the stack for everyone else. */
function publicKeyUrlsOf(intended: Intended, admin: AdminFacts | undefined): readonly string[] {
    const key = "authenticationConfiguration.publicKeyUrls";
    const stored = valueOf(admin?.security);
    const urls = stored === undefined ? undefined : at(stored as unknown as Tree<unknown>, key);
    return [...new Set(Array.isArray(urls) ? urls.map(String) : listOf(intended, key))];
}

async function collectTenant(intended: Intended, dispatcher: Agent): Promise<TenantFacts> {
    const authority = textOf(intended, "authenticationConfiguration.authority");
    const clientId = textOf(intended, "authenticationConfiguration.clientId");
    const { clientSecret } = intended;
    const [discovery, keys, secret] = await Promise.all([
        probe(`${authority}/.well-known/openid-configuration`, dispatcher),
        probe(`${authority}/.well-known/jwks.json`, dispatcher),
        clientSecret === undefined ? undefined : settle(trySecret(authority, clientId, clientSecret, dispatcher)),
    ]);
    return { discovery, keys, secret };
}

async function collectServer(intended: Intended, dispatcher: Agent): Promise<ServerFacts> {
    const { serverUrl } = intended;
    const api = new OpenMetadataApi({ url: serverUrl, timeout: patience });
    const version = await settle(api.version());
    if ("error" in version) {
        // What does not answer one question is not asked the others.
        return {
            version,
            ahead: undefined,
            authorizer: version,
            authentication: [version],
            keys: [version],
            signIn: undefined,
        };
    }
    const isWeb = textOf(intended, "authenticationConfiguration.clientType") === "confidential";
    const [{ ahead }, authorizer, authentication, keys, signIn] = await Promise.all([
        probe(`${serverUrl}/api/v1/system/version`, dispatcher),
        settle(api.authorizerConfig()),
        Promise.all(Array.from({ length: connections }, () => settle(api.authenticationConfig()))),
        Promise.all(Array.from({ length: connections }, () => settle(api.jwks().then((answer) => answer.keys)))),
        isWeb ? settle(redirectOf(`${serverUrl}/api/v1/auth/login`, dispatcher)) : undefined,
    ]);
    return { version, ahead, authorizer, authentication, keys, signIn };
}

async function collectAdmin(intended: Intended, token: string): Promise<AdminFacts> {
    const { serverUrl } = intended;
    const api = new OpenMetadataApi({ url: serverUrl, token, timeout: patience });
    const self = await settle(api.loggedInUser());
    if ("error" in self) {
        return { ...nothing(self), self };
    }
    if (self.value.isAdmin !== true) {
        const refused = { error: "the token is not an admin's" };
        return { ...nothing(refused), self };
    }
    const role = textOf(intended, "authorizerConfiguration.defaultOAuthRole");
    const [security, admins, shippedAdmin, bots, teams, defaultRole] = await Promise.all([
        settle(api.securityConfiguration()),
        settle(api.admins()),
        settle(api.userByName("admin")),
        settle(api.bots()),
        Promise.all(intended.teams.map(async (name) => ({ name, team: await settle(api.team(name)) }))),
        role === "" ? undefined : settle(api.role(role)),
    ]);
    const seen = { self, security, admins, shippedAdmin, teams, defaultRole };
    if ("error" in bots) {
        return { ...seen, bots };
    }
    const tokens = await Promise.all(
        bots.value.map(async ({ name, userId }) => ({ name, token: await settle(botToken(api, serverUrl, userId)) })),
    );
    return { ...seen, bots: { value: tokens } };
}

/** What is seen of a server that shows an admin nothing. */
function nothing(error: { readonly error: string }): Omit<AdminFacts, "self"> {
    return { security: error, admins: error, shippedAdmin: error, bots: error, teams: [], defaultRole: undefined };
}

async function botToken(api: OpenMetadataApi, serverUrl: string, userId: string): Promise<BotTokenFacts | undefined> {
    const { jwt } = await api.authenticationMechanism(userId);
    if (jwt === undefined) {
        return undefined;
    }
    return {
        content: readToken(jwt),
        accepted: await settle(new OpenMetadataApi({ url: serverUrl, token: jwt, timeout: patience }).loggedInUser()),
    };
}

async function collectJwt(
    serverUrl: string,
    jwt: string,
    admin: AdminFacts | undefined,
    token: string | undefined,
    server: ServerFacts,
    publicKeys: readonly Document[],
): Promise<JwtFacts> {
    const content = readToken(jwt);
    const accepted = await settle(
        new OpenMetadataApi({ url: serverUrl, token: jwt, timeout: patience }).loggedInUser(),
    );
    if (content === undefined) {
        return { content, keyFoundAt: undefined, signature: undefined, isStored: undefined, accepted };
    }
    // The server looks for its own key first.
    const candidates = [
        { at: "the server itself", keys: server.keys.flatMap((answer) => valueOf(answer) ?? []) },
        ...publicKeys.map(({ url: at, json }) => ({ at, keys: keysIn(json) })),
    ];
    const found = candidates
        .flatMap(({ at, keys }) => keys.map((key) => ({ at, key })))
        .find(({ key }) => key.kid === content.keyId);
    const key = found && publicKeyOf(found.key);
    const isBot = content.claims["isBot"] === true && valueOf(admin?.self)?.isAdmin === true;
    return {
        content,
        keyFoundAt: found?.at,
        signature: found && (key === undefined ? "foreign" : await signatureOf(jwt, key)),
        isStored:
            isBot && token !== undefined
                ? valueOf(await settle(isStored(serverUrl, token, jwt, content.claims.sub)))
                : undefined,
        accepted,
    };
}

/** The RSA keys of a JSON Web Key Set; none where it is no such set. */
export function keysIn(json: Result<unknown>): readonly ServerKey[] {
    const { keys } = (valueOf(json) ?? {}) as { keys?: unknown };
    return Array.isArray(keys)
        ? (keys as Partial<ServerKey>[]).filter((key): key is ServerKey => typeof key.n === "string")
        : [];
}

async function isStored(serverUrl: string, token: string, jwt: string, name = ""): Promise<boolean | undefined> {
    const api = new OpenMetadataApi({ url: serverUrl, token, timeout: patience });
    const bot = await api.bot(name);
    return bot && (await api.authenticationMechanism(bot.userId)).jwt === jwt;
}
