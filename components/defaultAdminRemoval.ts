import * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link DefaultAdminRemoval}. */
export interface DefaultAdminRemovalArgs {
    /** URL of the OpenMetadata server, with the path that it is served below where it has one. */
    url: pulumi.Input<string>;
    /** Token of an admin of the server, other than `admin`. Kept as a secret, wrapped or not. */
    token: pulumi.Input<string>;
}

/**
 * The account `admin` that OpenMetadata ships, with a password that everyone knows, is deleted for good from a running
 * server. Where it comes back, a refresh shows it, and the next `up` deletes it again.
 *
 * It stops, and deletes nothing, where `admin` is the server's only admin, is among its admin principals, or is the
 * account of the token. Deleting the resource changes nothing.
 */
export class DefaultAdminRemoval extends pulumi.CustomResource {
    /** Whether the account is there; `false` once it has been deleted. */
    declare public readonly present: pulumi.Output<boolean>;

    /**
     * @param name - Logical name.
     * @param args - Which server.
     * @param opts - Options.
     */
    constructor(name: string, args: DefaultAdminRemovalArgs, opts?: pulumi.CustomResourceOptions) {
        super(
            "openmetadata-server:index:DefaultAdminRemoval",
            name,
            { ...args, token: pulumi.secret(args.token), present: false },
            opts,
        );
    }
}
