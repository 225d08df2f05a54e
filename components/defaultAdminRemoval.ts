import * as pulumi from "@pulumi/pulumi";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { InputChecks } from "./input";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link DefaultAdminRemoval}. */
export interface DefaultAdminRemovalArgs extends ServerAccessArgs {
    /**
     * ID of the key that the server signs with if it runs with the exported environment. If it signs with
     * another, a warning says that the account will come back. Default: no warning.
     */
    signingKeyId?: pulumi.Input<string> | undefined;
}

/**
 * Deletes OpenMetadata's default account `admin`, whose password is public, from a running server for good.
 *
 * A server creates its admins at each start from its environment, not from its database: the account comes back if that
 * environment is not the exported one. The next preview warns of it, and the next `up` deletes it again.
 *
 * It stops, and deletes nothing, if `admin` is the server's only admin, is among its admin principals, or is the
 * account of the token. Deleting the resource changes nothing.
 */
export class DefaultAdminRemoval extends ServerResource<"DefaultAdminRemoval"> {
    /** Whether the account exists; `false` once it has been deleted. */
    declare public readonly present: pulumi.Output<boolean>;

    /**
     * @param name - Logical name.
     * @param args - Which server.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: DefaultAdminRemovalArgs, opts?: pulumi.CustomResourceOptions) {
        const checks = new InputChecks();
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        checks.finish();
        super("DefaultAdminRemoval", name, { ...args, url, token: pulumi.secret(args.token), present: false }, opts);
    }
}
