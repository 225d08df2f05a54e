import * as pulumi from "@pulumi/pulumi";
import { type BotTokenExpiry, checkRenewBefore, defaultRenewBefore } from "../openmetadata/botTokenExpiry";
import { checkBot } from "../openmetadata/names";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { InputChecks } from "./input";
import { serverOptions } from "./options/table";
import { isPending } from "./pulumiInternals/output";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

const { bots, botTokenExpiry, botTokenRotation } = serverOptions;

/** Arguments of {@link BotToken}. */
export interface BotTokenArgs extends ServerAccessArgs {
    /** ID of the key that the server signs with; a token of another key is replaced. */
    signingKeyId: pulumi.Input<string>;
    /** Name of the bot. Default: `ingestion-bot`. */
    bot?: string;
    /** How long the token is valid. Default: `Unlimited`. */
    expiry?: BotTokenExpiry;
    /**
     * How many hours before it expires a run renews the token; less than it is valid. Default: a third of its lifetime.
     */
    renewBefore?: number;
    /** Names the rotation of the token, such as `2027-01`; a new name creates a new token. Default: `initial`. */
    rotation?: pulumi.Input<string>;
}

/**
 * The JWT token with which a bot of OpenMetadata works, such as the one that ingestion pipelines run with.
 *
 * It is replaced before it expires, when the server's signing key has changed, when the server no longer accepts it,
 * and on a named rotation. A new token invalidates the old one: whatever was deployed with it stops working until it is
 * redeployed. For up to two minutes the server still accepts the old one, and refuses the new one. If the server does
 * not have its new key yet, the token stays as it is until a later run.
 */
export class BotToken extends ServerResource<"BotToken"> {
    /** The token. Secret. */
    declare public readonly jwt: pulumi.Output<string>;
    /** Id of the key that it is signed with. */
    declare public readonly keyId: pulumi.Output<string>;
    /** When it expires, as ISO 8601; `undefined` where it never does. */
    declare public readonly expiresAt: pulumi.Output<string | undefined>;

    /**
     * @param name - Logical name.
     * @param args - Which bot of which server.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: BotTokenArgs, opts?: pulumi.CustomResourceOptions) {
        const { bot = bots.default[0], expiry = botTokenExpiry.default } = args;
        const checks = new InputChecks();
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        checks.add(checkBot("bot", bot));
        checks.add(botTokenExpiry.check("expiry", expiry));
        checks.optional(args.renewBefore, (value) => checkRenewBefore("renewBefore", value, expiry));
        const rotation = checks.optional(args.rotation, (value) => botTokenRotation.check("rotation", value));
        checks.finish();
        super(
            "BotToken",
            name,
            {
                url,
                token: pulumi.secret(args.token),
                signingKeyId: args.signingKeyId,
                bot,
                expiry,
                renewBefore: args.renewBefore ?? defaultRenewBefore(expiry),
                rotation: rotation ?? botTokenRotation.default,
                accepted: true,
                jwt: undefined,
                keyId: undefined,
                expiresAt: undefined,
            },
            pulumi.mergeOptions(opts, { additionalSecretOutputs: ["jwt"] }),
        );
        void warnOfNewToken(this, bot);
        pulumi.all([this.keyId, args.signingKeyId]).apply(([keyId, wanted]) => {
            if (keyId !== wanted) {
                void pulumi.log.warn(
                    `The server still signs with the key ${keyId}, so the token of ${bot} is signed with it too. Give the server its ` +
                        "new settings and key files (export), restart it, then run `up` again.",
                    this,
                );
            }
        });
    }
}

/** Says in a preview what a new token breaks. */
async function warnOfNewToken(token: BotToken, bot: string): Promise<void> {
    if (await isPending(token.jwt)) {
        await pulumi.log.warn(
            `The bot ${bot} gets a new token. Pipelines that were deployed with the old one stop working: give them the new ` +
                "ingestion configuration and redeploy them.",
            token,
        );
    }
}
