import * as pulumi from "@pulumi/pulumi";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { InputChecks } from "./input";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link DefaultAdminRemoval}. */
export interface DefaultAdminRemovalArgs extends ServerAccessArgs {
    /**
     * Id of the key that the server signs with where it runs with the exported environment. Where it signs with another, a
     * warning says that the account comes back. Default: nothing is said of that.
     */
    signingKeyId?: pulumi.Input<string> | undefined;
}

/**
 * OpenMetadata's default account `admin`, with a password that everyone knows, is deleted for good from a running server.
 *
 * A server makes its admins at each start from its environment, and not from its database: the account comes back where
 * that environment is not the one that is exported. The next preview warns of it, and the next `up` deletes it again.
 *
 * It stops, and deletes nothing, where `admin` is the server's only admin, is among its admin principals, or is the
 * account of the token. Deleting the resource changes nothing.
 */
export class DefaultAdminRemoval extends ServerResource<"DefaultAdminRemoval"> {
    /** Whether the account is there; `false` once it has been deleted. */
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
