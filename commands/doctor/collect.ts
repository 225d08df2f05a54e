import { compactVerify, decodeJwt, decodeProtectedHeader } from "jose";
import type { Agent } from "undici";
import { OpenMetadataApi, type ServerKey } from "../../serverApi";
import { publicKeyOf } from "../../serverApi/serverKey";
import type { AdminFacts, BotTokenFacts, Facts, JwtContent, JwtFacts, ServerFacts, TenantFacts } from "./facts";
import { type Intended, textOf } from "./intended";
import { type Document, patience, probe, type Result, settle, valueOf } from "./probe";
import { trySecret } from "./tokenEndpoint";

/** What to look at. */
export interface CollectOptions {
    readonly intended: Intended;
    /** How Auth0 and public key addresses are reached. */
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
        collectServer(intended.server, dispatcher),
    ]);
    const stated = server.authentication.map(valueOf).flatMap((answer) => answer?.publicKeyUrls ?? []);
    const publicKeys = await Promise.all([...new Set(stated)].map((url) => probe(url, dispatcher)));
    return {
        intended,
        tenant,
        server,
        publicKeys,
        admin: token === undefined ? undefined : await collectAdmin(intended.server, token),
        jwt: jwt === undefined ? undefined : await collectJwt(intended.server, jwt, token, server, publicKeys),
        now: new Date(),
    };
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

async function collectServer(url: string, dispatcher: Agent): Promise<ServerFacts> {
    const api = new OpenMetadataApi({ url, timeout: patience });
    const version = await settle(api.version());
    if ("error" in version) {
        // What does not answer one question is not asked the others.
        return { version, ahead: undefined, authorizer: version, authentication: [version], keys: [version] };
    }
    const [{ ahead }, authorizer, authentication, keys] = await Promise.all([
        probe(`${url}/api/v1/system/version`, dispatcher),
        settle(api.authorizerConfig()),
        Promise.all(Array.from({ length: connections }, () => settle(api.authenticationConfig()))),
        Promise.all(Array.from({ length: connections }, () => settle(api.jwks().then((answer) => answer.keys)))),
    ]);
    return { version, ahead, authorizer, authentication, keys };
}

async function collectAdmin(url: string, token: string): Promise<AdminFacts> {
    const api = new OpenMetadataApi({ url, token, timeout: patience });
    const self = await settle(api.loggedInUser());
    if ("error" in self) {
        return { self, security: self, admins: self, shippedAdmin: self, bots: self };
    }
    if (self.value.isAdmin !== true) {
        const refused = { error: "the token is not that of an admin" };
        return { self, security: refused, admins: refused, shippedAdmin: refused, bots: refused };
    }
    const [security, admins, shippedAdmin, bots] = await Promise.all([
        settle(api.securityConfiguration()),
        settle(api.admins()),
        settle(api.userByName("admin")),
        settle(api.bots()),
    ]);
    if ("error" in bots) {
        return { self, security, admins, shippedAdmin, bots };
    }
    const tokens = await Promise.all(
        bots.value.map(async ({ name, userId }) => ({ name, token: await settle(botToken(api, url, userId)) })),
    );
    return { self, security, admins, shippedAdmin, bots: { value: tokens } };
}

async function botToken(api: OpenMetadataApi, url: string, userId: string): Promise<BotTokenFacts | undefined> {
    const { jwt } = await api.authenticationMechanism(userId);
    if (jwt === undefined) {
        return undefined;
    }
    const { exp } = decodeJwt(jwt);
    return {
        keyId: decodeProtectedHeader(jwt).kid,
        expires: exp === undefined ? undefined : new Date(exp * 1000),
        accepted: await settle(new OpenMetadataApi({ url, token: jwt, timeout: patience }).loggedInUser()),
    };
}

async function collectJwt(
    url: string,
    jwt: string,
    token: string | undefined,
    server: ServerFacts,
    publicKeys: readonly Document[],
): Promise<JwtFacts> {
    const [accepted, content] = await Promise.all([
        settle(new OpenMetadataApi({ url, token: jwt, timeout: patience }).loggedInUser()),
        settle(contentOf(url, jwt, token, server, publicKeys)),
    ]);
    return { accepted, content: valueOf(content) };
}

async function contentOf(
    url: string,
    jwt: string,
    token: string | undefined,
    server: ServerFacts,
    publicKeys: readonly Document[],
): Promise<JwtContent> {
    const { alg: algorithm, kid: keyId } = decodeProtectedHeader(jwt);
    const claims = decodeJwt(jwt);
    // The server looks for its own key first.
    const candidates = [
        { at: "the server itself", keys: server.keys.flatMap((answer) => valueOf(answer) ?? []) },
        ...publicKeys.map(({ url: at, json }) => ({ at, keys: keysIn(json) })),
    ];
    const found = candidates
        .flatMap(({ at, keys }) => keys.map((key) => ({ at, key })))
        .find(({ key }) => key.kid === keyId);
    return {
        algorithm,
        keyId,
        claims,
        keyFoundAt: found?.at,
        signed: found && (await isSignedWith(jwt, found.key)),
        isStored:
            claims["isBot"] === true && token !== undefined ? await isStored(url, token, jwt, claims.sub) : undefined,
    };
}

/** The keys of a JSON Web Key Set; none where it is no such set. */
export function keysIn(json: Result<unknown>): readonly ServerKey[] {
    const { keys } = (valueOf(json) ?? {}) as { keys?: unknown };
    return Array.isArray(keys) ? (keys as ServerKey[]) : [];
}

async function isSignedWith(jwt: string, key: ServerKey): Promise<boolean> {
    const publicKey = publicKeyOf(key);
    if (publicKey === undefined) {
        return false;
    }
    return compactVerify(jwt, publicKey).then(
        () => true,
        () => false,
    );
}

async function isStored(url: string, token: string, jwt: string, name = ""): Promise<boolean | undefined> {
    const api = new OpenMetadataApi({ url, token, timeout: patience });
    const bot = await api.bot(name);
    return bot && (await api.authenticationMechanism(bot.userId)).jwt === jwt;
}
