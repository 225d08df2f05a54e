import { parsedUrl } from "../openmetadata/parsedUrl";
import * as pulumi from "@pulumi/pulumi";
import {
    ApplicationType,
    checkSettingsCarrySecret,
    checkSpaHasNoSecret,
    checkWebHasSecret,
} from "../openmetadata/applicationType";
import type { Deployment } from "../openmetadata/deployment";
import { checkClientId } from "../openmetadata/names";
import { checkNoOrganizationOnSpa, checkOrganizationId } from "../openmetadata/organization";
import { allowedDomainsOf, principalDomainOf } from "../openmetadata/principals";
import { checkKeyPair } from "../openmetadata/jwtKey";
import { checkServerUrl, normalServerUrl, serverHost } from "../openmetadata/serverUrl";
import { environmentOf } from "../openmetadata/renderings/environment";
import { type HelmValues, helmValues } from "../openmetadata/renderings/helmValues";
import {
    defaultKubernetesSecretNames,
    type KubernetesSecrets,
    kubernetesSecrets,
} from "../openmetadata/renderings/kubernetesSecrets";
import { serverSettings, type ServerSettings } from "../openmetadata/serverSettings";
import { checkKeyId } from "../openmetadata/shipped";
import { checkDomains, checkTenantDomain, normalTenantDomain } from "../openmetadata/tenantDomain";
import { InputChecks } from "./input";
import { checkOptions } from "./options/check";
import { namesOf, settingsOptions } from "./options/table";
import type { PeopleArgs, ServerSettingsArgs } from "./serverSettingsArgs";

/** Arguments of {@link ServerConfiguration}. */
export interface ServerConfigurationArgs extends PeopleArgs, ServerSettingsArgs {
    /** The application type. */
    applicationType: ApplicationType;
    /** Domain of the Auth0 tenant, such as `example.eu.auth0.com`. */
    domain: pulumi.Input<string>;
    /** ID of the Auth0 organization whose members sign in, such as `org_9ybsU1dN2dKfDkBi`; Web only. Default: none. */
    organizationId?: pulumi.Input<string>;
    /** Client ID of the Auth0 application. */
    clientId: pulumi.Input<string>;
    /** Client secret of the Auth0 application: needed for Web, refused for a SPA. Stored as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string>;
    /** URL under which users open the server, with its path where it has one; http on loopback only. */
    serverUrl: pulumi.Input<string>;
    /** ID of the key that signs OpenMetadata's tokens; the default one is refused. */
    keyId: pulumi.Input<string>;
    /** Content of `private_key.der`, base64. Stored as a secret, wrapped or not. */
    privateKeyDer: pulumi.Input<string>;
    /** Content of `public_key.der`, base64. */
    publicKeyDer: pulumi.Input<string>;
}

/**
 * The settings of one OpenMetadata server: users sign in through the Auth0 application, and its own tokens are signed
 * with a key of its own.
 */
export class ServerConfiguration extends pulumi.ComponentResource {
    /** The settings without secrets, nested and named as in `openmetadata.yaml`. */
    public readonly settings: pulumi.Output<ServerSettings>;
    /** Environment variables, by name. Secret as a whole if one of them is, such as the client secret for Web. */
    public readonly environment: pulumi.Output<Record<string, string>>;
    /** Values for OpenMetadata's Helm chart; they name the Kubernetes Secrets and hold no secret. */
    public readonly helmValues: pulumi.Output<HelmValues>;
    /** The `data` of the Kubernetes Secrets that the Helm values name, by the Secret's name. Secret as a whole. */
    public readonly kubernetesSecrets: pulumi.Output<KubernetesSecrets>;

    /**
     * @param name - Logical name.
     * @param args - What the settings are made of.
     * @param opts - Options.
     * @throws InvalidInput with all mistakes in `args`.
     */
    constructor(name: string, args: ServerConfigurationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:ServerConfiguration", name, {}, opts);

        const { applicationType, privateKeyDer, publicKeyDer } = args;
        const isWeb = applicationType === ApplicationType.Web;
        const checks = new InputChecks(args);
        const options = checkOptions(checks, args, ["applicationType", ...namesOf(settingsOptions)]);
        if (applicationType === ApplicationType.Spa && args.clientSecret !== undefined) {
            checks.add(checkSpaHasNoSecret("clientSecret"));
        }
        checks.add(checkWebHasSecret("clientSecret", applicationType, args.clientSecret !== undefined));
        const tenant = checks.input(args.domain, (value) => checkTenantDomain("domain", value));
        if (!checks.areOptionsChecked) {
            const keys = { domain: "domain", customDomain: "customDomain" };
            checks.input([args.domain, args.customDomain] as const, (domains) => checkDomains(keys, ...domains));
        }
        const serverUrl = checks
            .input(args.serverUrl, (value) => checkServerUrl("serverUrl", value))
            .apply((url) => (parsedUrl(url) !== undefined ? normalServerUrl(url) : url));
        const clientSecret = checks.optional(args.clientSecret, (value) =>
            checkSettingsCarrySecret("clientSecret", value),
        );
        const organizationId = checks.optional(args.organizationId, (value) =>
            applicationType === ApplicationType.Spa
                ? checkNoOrganizationOnSpa("organizationId")
                : checkOrganizationId("organizationId", value),
        );
        const clientId = checks.input(args.clientId, (value) => checkClientId("clientId", value));
        const keyId = checks.input(args.keyId, (value) => checkKeyId("keyId", value));
        const keys = checks.input({ privateKeyDer, publicKeyDer }, checkKeyPair);
        checks.finish();

        const { fernetKey, kubernetesSecretNames, ...given } = withDefaults(options);
        const secrets = pulumi.output({
            ...(isWeb && { clientSecret: pulumi.secret(clientSecret ?? "") }),
            ...(fernetKey !== undefined && { fernetKey: pulumi.secret(fernetKey) }),
        });
        const { admins, principalDomain, allowedDomains } = given;
        const deployment: pulumi.Output<Deployment> = pulumi.output({
            ...given,
            applicationType,
            domain: pulumi.output(given.customDomain ?? tenant).apply(normalTenantDomain),
            organizationId,
            clientId,
            serverUrl,
            principalDomain: pulumi.output({ admins, principalDomain }).apply(principalDomainOf),
            allowedDomains: pulumi.output({ allowedDomains }).apply(allowedDomainsOf),
            keyId,
            issuer: given.issuer ?? serverUrl.apply(serverHost),
            secureSessionCookie: given.secureSessionCookie ?? serverUrl.apply((url) => url.startsWith("https:")),
        });
        const names = pulumi.output({ ...defaultKubernetesSecretNames, ...kubernetesSecretNames });
        const givenSecrets = { clientSecret: isWeb || undefined, fernetKey: fernetKey && true };

        this.settings = deployment.apply(serverSettings);
        this.environment = pulumi
            .all([this.settings, secrets])
            .apply(([settings, values]) => environmentOf(settings, values));
        this.helmValues = pulumi
            .all([this.settings, names])
            .apply(([settings, of]) => helmValues(settings, givenSecrets, of));
        this.kubernetesSecrets = pulumi.secret(
            pulumi
                .all([this.settings, secrets, keys, names])
                .apply(([settings, values, files, of]) => kubernetesSecrets(settings, values, files, of)),
        );
        this.registerOutputs({
            settings: this.settings,
            environment: this.environment,
            helmValues: this.helmValues,
            kubernetesSecrets: this.kubernetesSecrets,
        });
    }
}

type SettingsArgs = PeopleArgs & ServerSettingsArgs;
type SettingsOptions = typeof settingsOptions;

/** The arguments that the settings are made of, with the defaults of those that have one. */
type WithDefaults = {
    readonly [Name in keyof SettingsOptions]: SettingsOptions[Name] extends { readonly default: unknown }
        ? NonNullable<SettingsArgs[Name]>
        : SettingsArgs[Name];
};

function withDefaults(args: SettingsArgs): WithDefaults {
    const entries = namesOf(settingsOptions).map((name) => {
        const option = settingsOptions[name];
        return [name, args[name] ?? ("default" in option ? option.default : undefined)];
    });
    return Object.fromEntries(entries) as WithDefaults;
}
