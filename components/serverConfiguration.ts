import { parsedUrl } from "../openmetadata/parsedUrl";
import * as pulumi from "@pulumi/pulumi";
import {
    ApplicationType,
    checkApplicationType,
    checkSettingsCarrySecret,
    checkSpaHasNoSecret,
    checkWebHasSecret,
} from "../openmetadata/applicationType";
import type { Deployment } from "../openmetadata/deployment";
import { defaultPrincipalClaims } from "../openmetadata/principalClaims";
import { checkClientId } from "../openmetadata/names";
import { allowedDomainsOf, principalDomainOf } from "../openmetadata/principals";
import { checkKeyPair } from "../openmetadata/jwtKey";
import { checkServerUrl, normalServerUrl, serverHost } from "../openmetadata/serverUrl";
import { defaultSessionExpiry, defaultTokenValidity } from "../openmetadata/session";
import { environmentOf } from "../openmetadata/renderings/environment";
import { type HelmValues, helmValues } from "../openmetadata/renderings/helmValues";
import {
    defaultKubernetesSecretNames,
    type KubernetesSecrets,
    kubernetesSecrets,
} from "../openmetadata/renderings/kubernetesSecrets";
import { resolveSettings, serverSettings, type ServerSettings } from "../openmetadata/resolvedSettings";
import type { Secrets } from "../openmetadata/secrets";
import { checkKeyId, defaultKeyFolder } from "../openmetadata/shipped";
import { checkTenantDomain, normalTenantDomain } from "../openmetadata/tenantDomain";
import { InputChecks } from "./input";
import {
    checkedPeople,
    checkServerSettings,
    type PeopleArgs,
    type ServerSettingsArgs,
    signInOptions,
} from "./serverSettings";

/** Arguments of {@link ServerConfiguration}. */
export interface ServerConfigurationArgs extends PeopleArgs, ServerSettingsArgs {
    /** The flow. */
    applicationType: ApplicationType;
    /** Domain of the Auth0 tenant, such as `example.eu.auth0.com`. */
    domain: pulumi.Input<string>;
    /** Client ID of the Auth0 application. */
    clientId: pulumi.Input<string>;
    /** Client secret of the Auth0 application: needed for Web, refused for a SPA. Kept as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string>;
    /** URL under which users open the server, with its path where it has one; http on loopback only. */
    serverUrl: pulumi.Input<string>;
    /** Id of the key that signs OpenMetadata's tokens; the shipped one is refused. */
    keyId: pulumi.Input<string>;
    /** Content of `private_key.der`, base64. Kept as a secret, wrapped or not. */
    privateKeyDer: pulumi.Input<string>;
    /** Content of `public_key.der`, base64. */
    publicKeyDer: pulumi.Input<string>;
}

/**
 * What one OpenMetadata server has to be told so that people sign in through the Auth0 application and its own tokens
 * are signed with a key of its own.
 */
export class ServerConfiguration extends pulumi.ComponentResource {
    /** The settings but for secrets, nested and named as in `openmetadata.yaml`. */
    public readonly settings: pulumi.Output<ServerSettings>;
    /** Environment variables, name to value. Secret as a whole where one of them is, as the client secret for Web. */
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

        const checks = new InputChecks();
        checks.add(checkApplicationType("applicationType", args.applicationType));
        if (args.applicationType === ApplicationType.Spa && args.clientSecret !== undefined) {
            checks.add(checkSpaHasNoSecret("clientSecret"));
        }
        checks.add(checkWebHasSecret("clientSecret", args.applicationType, args.clientSecret !== undefined));
        const domain = checks
            .input(args.domain, (value) => checkTenantDomain("domain", value))
            .apply(normalTenantDomain);
        const serverUrl = checks
            .input(args.serverUrl, (value) => checkServerUrl("serverUrl", value))
            .apply((url) => (parsedUrl(url) !== undefined ? normalServerUrl(url) : url));
        const clientSecret = checks.optional(args.clientSecret, (value) =>
            checkSettingsCarrySecret("clientSecret", value),
        );
        const clientId = checks.input(args.clientId, (value) => checkClientId("clientId", value));
        const keyId = checks.input(args.keyId, (value) => checkKeyId("keyId", value));
        const { privateKeyDer, publicKeyDer } = args;
        const keys = checks.input({ privateKeyDer, publicKeyDer }, checkKeyPair);
        const people = checkedPeople(checks, args);
        checkServerSettings(checks, args.applicationType, args);
        checks.finish();

        const { applicationType, principalClaimsMapping } = args;
        const secrets = secretsOf({ ...args, clientSecret });
        const deployment: pulumi.Output<Deployment> = pulumi.output({
            applicationType,
            secrets: [
                ...(applicationType === ApplicationType.Web ? (["clientSecret"] as const) : []),
                ...(args.fernetKey === undefined ? [] : (["fernetKey"] as const)),
            ],
            domain,
            clientId,
            serverUrl,
            admins: people.admins,
            principalDomain: people.apply(principalDomainOf),
            allowedDomains: people.apply(allowedDomainsOf),
            keyId,
            issuer: args.issuer ?? serverUrl.apply(serverHost),
            keyFolder: args.keyFolder ?? defaultKeyFolder,
            targetVersion: args.targetVersion,
            selfSignup: args.selfSignup ?? true,
            enforcePrincipalDomain: args.enforcePrincipalDomain ?? true,
            principalClaims: args.principalClaims ?? [...defaultPrincipalClaims],
            principalClaimsMapping,
            secureSessionCookie: args.secureSessionCookie ?? serverUrl.apply((url) => url.startsWith("https:")),
            sessionExpiry: args.sessionExpiry ?? defaultSessionExpiry,
            tokenValidity: args.tokenValidity ?? defaultTokenValidity,
            ...signInOptions(args),
        });
        const resolved = deployment.apply(resolveSettings);
        const names = pulumi.output({ ...defaultKubernetesSecretNames, ...args.kubernetesSecretNames });

        this.settings = resolved.apply(serverSettings);
        this.environment = pulumi
            .all([resolved, secrets])
            .apply(([settings, values]) => environmentOf(settings, values));
        this.helmValues = pulumi.all([resolved, names]).apply(([settings, of]) => helmValues(settings, of));
        this.kubernetesSecrets = pulumi.secret(
            pulumi
                .all([resolved, secrets, keys, names])
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

/** The secrets that are given, as secrets. */
function secretsOf({ applicationType, clientSecret, fernetKey }: ServerConfigurationArgs): pulumi.Output<Secrets> {
    return pulumi.output({
        ...(applicationType === ApplicationType.Web && { clientSecret: pulumi.secret(clientSecret ?? "") }),
        ...(fernetKey !== undefined && { fernetKey: pulumi.secret(fernetKey) }),
    });
}
