import type { JWTPayload } from "jose";
import type {
    AuthenticationConfig,
    AuthorizerConfig,
    SecurityConfigurationContent,
    ServerKey,
    User,
} from "../../serverApi";
import type { Intended } from "./intended";
import type { Document, Result } from "./probe";
import type { SecretAnswer } from "./tokenEndpoint";

/** All that was seen from outside; checks judge it, and ask for nothing themselves. */
export interface Facts {
    /** What the stack has the server be. */
    readonly intended: Intended;
    readonly tenant: TenantFacts;
    readonly server: ServerFacts;
    /** What is at each public key address that the server states. */
    readonly publicKeys: readonly Document[];
    /** What only an admin can see; `undefined` without a token. */
    readonly admin: AdminFacts | undefined;
    /** The token to look into; `undefined` without one. */
    readonly jwt: JwtFacts | undefined;
    /** When the facts were collected. */
    readonly now: Date;
}

/** What the Auth0 tenant shows. */
export interface TenantFacts {
    /** The OpenID discovery document. */
    readonly discovery: Document;
    readonly keys: Document;
    /** What Auth0 says to client ID and client secret; `undefined` for a SPA. */
    readonly secret: Result<SecretAnswer> | undefined;
}

/** What the server shows to everyone. */
export interface ServerFacts {
    readonly version: Result<string>;
    /** How far its clock is ahead of this one, in seconds. */
    readonly ahead: number | undefined;
    readonly authorizer: Result<AuthorizerConfig>;
    /** Answers to the same question, asked at the same time over several connections: from several replicas, if there are. */
    readonly authentication: readonly Result<AuthenticationConfig>[];
    readonly keys: readonly Result<readonly ServerKey[]>[];
}

/** What the server shows to an admin. */
export interface AdminFacts {
    /** Whom the token is of. */
    readonly self: Result<User>;
    readonly security: Result<SecurityConfigurationContent>;
    readonly admins: Result<readonly User[]>;
    /** The user `admin`. */
    readonly shippedAdmin: Result<User | undefined>;
    readonly bots: Result<readonly BotFacts[]>;
}

/** A bot and its token. */
export interface BotFacts {
    readonly name: string;
    /** `undefined` where it has none. */
    readonly token: Result<BotTokenFacts | undefined>;
}

/** What a bot's token says of itself, and what the server says to it. */
export interface BotTokenFacts {
    readonly keyId: string | undefined;
    /** `undefined` where it never expires. */
    readonly expires: Date | undefined;
    readonly accepted: Result<User>;
}

/** A token that somebody wants to be looked into. */
export interface JwtFacts {
    /** `undefined` where it is no JSON Web Token. */
    readonly content: JwtContent | undefined;
    /** What the server says to it. */
    readonly accepted: Result<User>;
}

/** What stands in a token, and whether the signature is right. */
export interface JwtContent {
    readonly algorithm: string | undefined;
    readonly keyId: string | undefined;
    readonly claims: JWTPayload;
    /** Where a key of that id is: the server's own, or a public key address; `undefined` where it is nowhere. */
    readonly keyFoundAt: string | undefined;
    /** Whether the signature is that key's; `undefined` without a key. */
    readonly signed: boolean | undefined;
    /** Whether it is the token that the server has stored for the bot; `undefined` where that is not known. */
    readonly isStored: boolean | undefined;
}
