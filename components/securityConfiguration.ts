import * as pulumi from "@pulumi/pulumi";
import type { ServerSettings } from "../openmetadata/serverSettings";
import { checkServerUrl } from "../openmetadata/serverUrl";
import { InputChecks } from "./input";
import { serverOptions } from "./options/table";
import type { ServerAccessArgs } from "./serverAccessArgs";
import { ServerResource } from "./serverResource";

/** Arguments of {@link SecurityConfiguration}. */
export interface SecurityConfigurationArgs extends ServerAccessArgs {
    /** The sections `authenticationConfiguration` and `authorizerConfiguration`, without secrets. */
    settings: pulumi.Input<ServerSettings>;
    /** Client secret of the Auth0 application, for Web. Stored as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string> | undefined;
    /**
     * Whether to write the settings even if nobody could sign in with them: no admin is named, the Auth0 tenant does
     * not answer, or its keys are missing. Default: `false`.
     */
    allowLockOut?: pulumi.Input<boolean> | undefined;
    /**
     * Names the occasion on which the settings were last written, such as `2027-01`; a new name writes them again. A
     * server does not show its client secret, so nothing else corrects a wrong one. Default: they are written when they
     * differ.
     */
    rewrite?: pulumi.Input<string> | undefined;
}

/**
 * The sign-in settings that a running OpenMetadata server stores in its database. From the second start on they
 * silently override the server's environment; here they are shown and written field by field. A preview looks at the
 * server, and warns of what was changed there.
 *
 * The replica that receives them uses them at once; other replicas do after a restart. The sections of LDAP and SAML,
 * and for a public client that of a confidential one, are taken out of the database. Admins are the exception: the
 * server creates them from its environment when it starts. Deleting the resource leaves the settings as they are.
 */
export class SecurityConfiguration extends ServerResource<"SecurityConfiguration"> {
    /** The settings that the server has. */
    declare public readonly settings: pulumi.Output<ServerSettings>;

    /**
     * @param name - Logical name.
     * @param args - What the server should have.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: SecurityConfigurationArgs, opts?: pulumi.CustomResourceOptions) {
        const checks = new InputChecks();
        const url = checks.input(args.url, (value) => checkServerUrl("url", value));
        const rewrite = checks.optional(args.rewrite, (value) => serverOptions.settingsRewrite.check("rewrite", value));
        checks.finish();
        super(
            "SecurityConfiguration",
            name,
            {
                ...args,
                url,
                rewrite,
                token: pulumi.secret(args.token),
                clientSecret: args.clientSecret === undefined ? undefined : pulumi.secret(args.clientSecret),
                allowLockOut: args.allowLockOut ?? serverOptions.allowLockOut.default,
            },
            opts,
        );
    }
}
