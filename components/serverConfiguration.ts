import * as pulumi from "@pulumi/pulumi";
import {
    ApplicationType,
    checkApplicationType,
    checkSpaHasNoSecret,
    checkWebHasSecret,
} from "../openmetadata/applicationType";
import { environmentOf } from "../openmetadata/environment";
import { checkPeople, domainOf } from "../openmetadata/principals";
import { checkServerUrl, serverHost } from "../openmetadata/serverUrl";
import type { Deployment } from "../openmetadata/settings";
import { checkIssuer, checkKeyId } from "../openmetadata/shipped";
import { checkTenantDomain } from "../openmetadata/tenantDomain";
import { InputChecks } from "./input";

/** Where the documentation of OpenMetadata has the key files mounted. */
const defaultKeyFolder = "/etc/openmetadata/jwtkeys";

/** Arguments of {@link ServerConfiguration}. */
export interface ServerConfigurationArgs {
    /** The flow. */
    applicationType: ApplicationType;
    /** Domain of the Auth0 tenant, such as `example.eu.auth0.com`. */
    domain: pulumi.Input<string>;
    /** Client ID of the Auth0 application. */
    clientId: pulumi.Input<string>;
    /** Client secret of the Auth0 application: needed for Web, refused for a SPA. Kept as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string>;
    /** Address under which people open the server: scheme, host and port; http on loopback only. */
    serverUrl: pulumi.Input<string>;
    /** E-mail addresses of the admins: at least one, all in the principal domain, none called `admin`. */
    admins: pulumi.Input<pulumi.Input<string>[]>;
    /** Domain of the users' e-mail addresses. Default: the domain of the admins' addresses. */
    principalDomain?: pulumi.Input<string>;
    /** Id of the key that signs OpenMetadata's tokens; the shipped one is refused. */
    keyId: pulumi.Input<string>;
    /** Issuer of OpenMetadata's tokens; the shipped one is refused. Default: the host of the server. */
    issuer?: pulumi.Input<string>;
    /**
     * Folder in which the server finds `public_key.der` and `private_key.der`. Default: `/etc/openmetadata/jwtkeys`.
     */
    keyFolder?: pulumi.Input<string>;
}

/**
 * What one OpenMetadata server has to be told so that people sign in through the Auth0 application and its own tokens
 * are signed with a key of its own.
 */
export class ServerConfiguration extends pulumi.ComponentResource {
    /** Environment variables, name to value. Secret as a whole for Web, where one of them is the client secret. */
    public readonly environment: pulumi.Output<Record<string, string>>;

    /**
     * @param name - Logical name.
     * @param args - What the settings are made of.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: ServerConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:ServerConfiguration", name, {}, opts);

        const checks = new InputChecks();
        checks.add(checkApplicationType("applicationType", args.applicationType));
        checks.add(checkSpaHasNoSecret("clientSecret", args.applicationType, args.clientSecret !== undefined));
        checks.add(checkWebHasSecret("clientSecret", args.applicationType, args.clientSecret !== undefined));
        const domain = checks.input(args.domain, (value) => checkTenantDomain("domain", value));
        const serverUrl = checks.input(args.serverUrl, (value) => checkServerUrl("serverUrl", value));
        const keyId = checks.input(args.keyId, (value) => checkKeyId("keyId", value));
        const issuer = checks.input(args.issuer, (value) => (value === undefined ? [] : checkIssuer("issuer", value)));
        const people = checks.input([args.admins, args.principalDomain] as const, ([admins, principalDomain]) =>
            checkPeople("admins", admins, "principalDomain", principalDomain),
        );
        checks.finish();

        const common = pulumi.output({
            domain,
            clientId: args.clientId,
            serverUrl,
            admins: people[0],
            principalDomain: people.apply(([admins, principalDomain]) => principalDomain ?? domainOf(admins[0] ?? "")),
            keyId,
            issuer: pulumi.all([issuer, serverUrl]).apply(([own, url]) => own ?? serverHost(url)),
            keyFolder: args.keyFolder ?? defaultKeyFolder,
        });
        const { applicationType } = args;
        const deployment: pulumi.Output<Deployment> =
            applicationType === ApplicationType.Spa
                ? common.apply((values) => ({ applicationType, ...values }))
                : pulumi
                      .all([common, pulumi.secret(args.clientSecret ?? "")])
                      .apply(([values, clientSecret]) => ({ applicationType, clientSecret, ...values }));

        this.environment = deployment.apply(environmentOf);
        this.registerOutputs({ environment: this.environment });
    }
}
