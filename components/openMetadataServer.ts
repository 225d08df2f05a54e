import * as pulumi from "@pulumi/pulumi";
import type { BotTokenExpiry } from "../openmetadata/botTokenExpiry";
import { type IngestionWorkflow, ingestionWorkflow } from "../openmetadata/ingestion";
import type { ServerSettings } from "../openmetadata/serverSettings";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { BotToken } from "./botToken";
import { BotTokenRenewal } from "./botTokenRenewal";
import { DefaultAdminRemoval } from "./defaultAdminRemoval";
import { InputChecks } from "./input";
import { checkOptions } from "./options/check";
import { namesOf, serverOptions } from "./options/table";
import { SecurityConfiguration } from "./securityConfiguration";
import type { ServerAccessArgs } from "./serverAccessArgs";
import type { TeamArgs } from "./serverSettingsArgs";
import { Teams } from "./teams";

/** How the bots of running servers get their tokens; each has a default. */
export interface BotTokenSettingsArgs {
    /** Bots that get a token, by name. Default: `ingestion-bot`. */
    bots?: string[];
    /** How long the tokens are valid. Default: `Unlimited`. */
    botTokenExpiry?: BotTokenExpiry;
    /**
     * How many hours before they expire a run renews the tokens; less than they are valid. Default: a third of their
     * lifetime.
     */
    botTokenRenewBefore?: number;
    /** Names the rotation of the tokens; a new name creates new ones. Default: `initial`. */
    botTokenRotation?: pulumi.Input<string>;
    /**
     * Whether bots that are not in `bots` get new tokens too if theirs were signed with a key other than the server's,
     * as after a rotation. The server refuses such tokens, including those of its own applications. Default: `true`.
     */
    renewOtherBots?: boolean;
    /**
     * Names the occasion on which the sign-in settings were last written, such as `2027-01`; a new name writes them again,
     * with the client secret, which a server does not show. Default: they are written when they differ.
     */
    settingsRewrite?: pulumi.Input<string>;
    /**
     * Path, where ingestion runs, of the certificate of the private CA that signed the server's certificate. Default:
     * none; every client trusts the server's.
     */
    caCertificate?: pulumi.Input<string>;
    /** Whether to write sign-in settings even if nobody could sign in with them. Default: `false`. */
    allowLockOut?: pulumi.Input<boolean>;
}

/** Arguments of {@link OpenMetadataServer}. */
export interface OpenMetadataServerArgs extends ServerAccessArgs, BotTokenSettingsArgs, TeamArgs {
    /** The settings that the server should have, without secrets. */
    settings: pulumi.Input<ServerSettings>;
    /** Client secret of the Auth0 application, for Web. Stored as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string> | undefined;
    /** ID of the key that the server signs with. */
    keyId: pulumi.Input<string>;
}

/**
 * A running OpenMetadata server, reconciled with its settings: those in its database, the default admin deleted,
 * and its bots with tokens of the server's own key.
 */
export class OpenMetadataServer extends pulumi.ComponentResource {
    /** The connection settings of ingestion, by bot. Secret as a whole. */
    public readonly ingestion: pulumi.Output<Record<string, IngestionWorkflow>>;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - Which server, and what it should be.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: OpenMetadataServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:OpenMetadataServer", name, {}, opts);
        const { token } = args;
        const checks = new InputChecks(args);
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        const options = checkOptions(checks, args, namesOf(serverOptions));
        checks.finish();

        // With teams that cannot be, the settings stay as they are too.
        const teams =
            options.teams === undefined
                ? []
                : [
                      new Teams(
                          name,
                          { url, token, teams: rolesByTeam(options.teams, options.teamDefaultRoles) },
                          { parent: this },
                      ),
                  ];
        const security = new SecurityConfiguration(
            name,
            {
                url,
                token,
                settings: pulumi.output(args.settings).apply(signInSections),
                clientSecret: args.clientSecret,
                allowLockOut: options.allowLockOut,
                rewrite: options.settingsRewrite,
            },
            { parent: this, dependsOn: teams },
        );
        new DefaultAdminRemoval(name, { url, token, signingKeyId: args.keyId }, { parent: this, dependsOn: security });
        const bots = [...new Set(options.bots ?? serverOptions.bots.default)];
        if (options.renewOtherBots ?? serverOptions.renewOtherBots.default) {
            new BotTokenRenewal(
                name,
                { url, token, signingKeyId: args.keyId, except: bots },
                { parent: this, dependsOn: security },
            );
        }
        const tokens = bots.map((bot) => {
            const { jwt } = new BotToken(
                `${name}-${bot}`,
                {
                    url,
                    token,
                    bot,
                    signingKeyId: args.keyId,
                    expiry: options.botTokenExpiry,
                    renewBefore: options.botTokenRenewBefore,
                    rotation: options.botTokenRotation,
                },
                { parent: this, dependsOn: security },
            );
            return { bot, jwt };
        });

        this.ingestion = pulumi.secret(
            pulumi
                .all([url, options.caCertificate, tokens])
                .apply(([serverUrl, caCertificate, all]) =>
                    Object.fromEntries(
                        all.map(({ bot, jwt }) => [bot, ingestionWorkflow(serverUrl, jwt, caCertificate)]),
                    ),
                ),
        );
        this.registerOutputs({ ingestion: this.ingestion });
    }
}

/** Each team once, with the roles that its users have by it. */
function rolesByTeam(
    teams: Readonly<Record<string, string>>,
    roles: Readonly<Record<string, string[]>> = {},
): Record<string, string[]> {
    return Object.fromEntries([...new Set(Object.values(teams))].sort().map((team) => [team, roles[team] ?? []]));
}

/** The sections that a server keeps in its database; the others it always takes from its environment. */
function signInSections(settings: ServerSettings): ServerSettings {
    const { authenticationConfiguration = {}, authorizerConfiguration = {} } = settings;
    return { authenticationConfiguration, authorizerConfiguration };
}
