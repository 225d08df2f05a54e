import type { TokenContent } from "../../../openmetadata/token";
import type {
    AuthenticationConfig,
    AuthorizerConfig,
    Role,
    SecurityConfigurationContent,
    ServerKey,
    Team,
    User,
} from "../../../openmetadata/api";
import type { Intended } from "./intended";
import type { Document, Result } from "./probe";
import type { SecretAnswer } from "./tokenEndpoint";

/** All that was seen from outside; checks judge it, and ask for nothing themselves. */
export interface Facts {
    /** What the stack has the server be. */
    readonly intended: Intended;
    readonly tenant: TenantFacts;
    readonly server: ServerFacts;
    /** What is at each public key URL that the server uses; without an admin's token, at those that the stack has. */
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
    /** Where it sends who wants to sign in; `undefined` where the stack's application is a SPA. */
    readonly signIn: Result<URL> | undefined;
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
    /** The teams that the stack names; a team that there is not is `undefined`. */
    readonly teams: readonly { readonly name: string; readonly team: Result<Team | undefined> }[];
    /** The role that the stack has for new users; `undefined` where it has none. */
    readonly defaultRole: Result<Role | undefined> | undefined;
}

/** A bot and its token. */
export interface BotFacts {
    readonly name: string;
    /** `undefined` where it has none. */
    readonly token: Result<BotTokenFacts | undefined>;
}

/** What a bot's token says of itself, and what the server says to it. */
export interface BotTokenFacts {
    /** `undefined` where it is not a JSON Web Token. */
    readonly content: TokenContent | undefined;
    readonly accepted: Result<User>;
}

/** A token that somebody wants to be looked into. */
export interface JwtFacts {
    /** `undefined` where it is not a JSON Web Token. */
    readonly content: TokenContent | undefined;
    /** Where a key of its id is: the server's own, or a public key URL; `undefined` where it is nowhere. */
    readonly keyFoundAt: string | undefined;
    /** What its signature is; `undefined` without a key. */
    readonly signature: Signature | undefined;
    /** Whether it is the token that the server has stored for the bot; `undefined` where that is not known. */
    readonly isStored: boolean | undefined;
    /** What the server says to it. */
    readonly accepted: Result<User>;
}

/**
 * What a token's signature is: right; that of the key, but over other content; too short or too long for the key, as after
 * a copy that lost something; or none that the key has made.
 */
export type Signature = "right" | "changed" | "damaged" | "foreign";
