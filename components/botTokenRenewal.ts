import * as pulumi from "@pulumi/pulumi";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { InputChecks } from "./input";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link BotTokenRenewal}. */
export interface BotTokenRenewalArgs extends ServerAccessArgs {
    /** ID of the key that the server signs with; a token of another key is renewed. */
    signingKeyId: pulumi.Input<string>;
    /** Bots to leave alone, by name: those that have a {@link BotToken}. Default: none. */
    except?: string[];
}

/**
 * New tokens for all bots of a server whose tokens were signed with a key other than the server's own, as after a
 * change of the key. The server refuses such tokens already, so nothing that works stops.
 *
 * A new token is valid as long as the previous one was. It stays on the server, where OpenMetadata's own applications
 * find it. A bot without a token gets none. Deleting the resource changes nothing.
 */
export class BotTokenRenewal extends ServerResource<"BotTokenRenewal"> {
    /**
     * The bots that still have a token of another key, by name: none, unless the server does not have its new key yet.
     */
    declare public readonly stale: pulumi.Output<string[]>;

    /**
     * @param name - Logical name.
     * @param args - Which server.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: BotTokenRenewalArgs, opts?: pulumi.CustomResourceOptions) {
        const checks = new InputChecks();
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        checks.finish();
        super(
            "BotTokenRenewal",
            name,
            { ...args, url, except: args.except ?? [], token: pulumi.secret(args.token), stale: [] },
            opts,
        );
    }
}
