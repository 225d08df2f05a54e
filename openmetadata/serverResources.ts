import type { BotTokenExpiry } from "./botTokenExpiry";
import type { ServerSettings } from "./serverSettings";

// What components declare and the plugin openmetadata-server carries out: the engine passes it between them by name.

/** Inputs of each resource of a running server, as plain values: secrets are unwrapped, and none is unknown. */
export interface ServerInputs {
    /** URL of the OpenMetadata server. */
    readonly url: string;
    /** Token of an admin of the server, with which it is read and changed. Secret. */
    readonly token: string;
}

/** Inputs of the sign-in settings that a server stores in its database. */
export interface SecurityConfigurationInputs extends ServerInputs {
    /** The sections `authenticationConfiguration` and `authorizerConfiguration`, without secrets. */
    readonly settings: ServerSettings;
    /** Client secret of the Auth0 application, for Web. Secret. */
    readonly clientSecret?: string;
    /** Whether to write them even where nobody could sign in with them. */
    readonly allowLockOut: boolean;
    /** Another name writes the settings again, with the client secret, which cannot be seen. */
    readonly rewrite?: string;
}

/** Inputs of the removal of the default admin. */
export interface DefaultAdminRemovalInputs extends ServerInputs {
    /** Whether the default admin exists: `false` is what is wanted, `true` what may be found. */
    readonly present: boolean;
    /** Key ID that the server signs with where it runs with the exported environment. */
    readonly signingKeyId?: string;
}

/** Inputs of the token of a bot. */
export interface BotTokenInputs extends ServerInputs {
    /** Name of the bot, such as `ingestion-bot`. */
    readonly bot: string;
    /** How long the token is valid. */
    readonly expiry: BotTokenExpiry;
    /** How long before it expires the token is renewed, in hours. */
    readonly renewBefore: number;
    /** A new value makes a new token. */
    readonly rotation: string;
    /** Key ID that the token has to be signed with; another one makes a new token. */
    readonly signingKeyId: string;
    /** Whether the server still accepts the token: `true` is what is wanted, `false` what may be found. */
    readonly accepted: boolean;
}

/** Outputs of the token of a bot. */
export interface BotTokenOutputs extends BotTokenInputs {
    /** The token. Secret. */
    readonly jwt: string;
    /** Key ID that it is signed with. */
    readonly keyId: string;
    /** When it expires, as ISO 8601; absent where it never does. */
    readonly expiresAt?: string;
}

/** Inputs of the renewal of the bots' tokens that another key has signed. */
export interface BotTokenRenewalInputs extends ServerInputs {
    /** Key ID that the tokens have to be signed with. */
    readonly signingKeyId: string;
    /** The bots whose tokens are resources of their own, by name. */
    readonly except: readonly string[];
    /** The bots whose token the server cannot accept, by name: none is what is wanted, some are what may be found. */
    readonly stale: readonly string[];
}

/** Inputs of the teams that users are added to. */
export interface TeamsInputs extends ServerInputs {
    /** The default roles of each team, by its name; those of a team with an empty list are not looked at. */
    readonly teams: Readonly<Record<string, readonly string[]>>;
}

/** Outputs of the teams that users are added to. */
export interface TeamsOutputs extends TeamsInputs {
    /** The IDs of the teams that were created here, by name. */
    readonly made: Readonly<Record<string, string>>;
}

/** Inputs and outputs of each resource, by the last part of its type. */
export interface ServerResources {
    readonly SecurityConfiguration: {
        readonly inputs: SecurityConfigurationInputs;
        readonly outputs: SecurityConfigurationInputs;
    };
    readonly DefaultAdminRemoval: {
        readonly inputs: DefaultAdminRemovalInputs;
        readonly outputs: DefaultAdminRemovalInputs;
    };
    readonly BotToken: { readonly inputs: BotTokenInputs; readonly outputs: BotTokenOutputs };
    readonly BotTokenRenewal: { readonly inputs: BotTokenRenewalInputs; readonly outputs: BotTokenRenewalInputs };
    readonly Teams: { readonly inputs: TeamsInputs; readonly outputs: TeamsOutputs };
}

/** The last part of a resource's type. */
export type ServerResourceKind = keyof ServerResources;

const packageAndModule = "openmetadata-server:index:";

/** The type token of a resource, by which the engine finds the plugin. */
export function serverResourceType(kind: ServerResourceKind): string {
    return `${packageAndModule}${kind}`;
}
