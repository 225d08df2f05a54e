import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../openmetadata/problem";
import { checkServerTokens } from "../openmetadata/serverTokens";
import { normalServerUrl } from "../openmetadata/serverUrl";
import { checkDomains, checkManagementApi, checkTenantDomain, type ProviderTenant } from "../openmetadata/tenantDomain";
import type { HelmValues } from "../openmetadata/renderings/helmValues";
import type { IngestionWorkflow } from "../openmetadata/ingestion";
import type { KubernetesSecrets } from "../openmetadata/renderings/kubernetesSecrets";
import type { ServerSettings } from "../openmetadata/serverSettings";
import type { ActionRules } from "../openmetadata/signInRules";
import { Auth0Application, type Auth0ApplicationArgs } from "./auth0Application";
import { handOn, InputChecks } from "./input";
import { JwtSigningKeys, type RetiredKey, type SigningKeyArgs } from "./jwtSigningKeys";
import { type BotTokenSettingsArgs, OpenMetadataServer } from "./openMetadataServer";
import { checkOptions } from "./options/check";
import { optionNames } from "./options/table";
import { providerTenant, warnOfOtherTenant } from "./providerDomain";
import { ServerConfiguration } from "./serverConfiguration";
import type { PeopleArgs, ServerSettingsArgs, TeamArgs } from "./serverSettingsArgs";

/** Arguments of {@link SingleSignOn}. */
export interface SingleSignOnArgs
    extends Auth0ApplicationArgs, SigningKeyArgs, PeopleArgs, ServerSettingsArgs, TeamArgs, BotTokenSettingsArgs {
    /**
     * Domain of the Auth0 tenant, such as `example.eu.auth0.com`; `customDomain` is for a custom domain of it. Default: the
     * domain that the Auth0 provider is configured with; a different one gives a warning.
     */
    domain?: pulumi.Input<string>;
    /**
     * URLs under which users open OpenMetadata, such as `https://openmetadata.example.com`, or below a path,
     * `https://apps.example.com/openmetadata`. At least one; http on loopback only; no wildcards, no IPv6 addresses. All of
     * them share the application and the signing key.
     */
    serverUrls: pulumi.Input<string>[];
    /**
     * Names of the signing key's rotations, oldest first, such as `["initial", "2027-01"]`. A new name at the end creates a
     * new key with a new key ID, and every token that OpenMetadata has issued stops working. The public keys of earlier
     * rotations stay in the state. Default: `["initial"]`.
     */
    keyRotations?: string[];
    /**
     * Whether the application and the signing key are protected from deletion. Default: `true`. Unlike Pulumi's resource
     * option of the same name, it does not stop a change of the application type or a rotation.
     */
    protect?: boolean;
    /**
     * Admin tokens of running servers, by the server's URL; stored as secrets, wrapped or not. A server with a token here is
     * reconciled: the settings in its database, the default admin, the tokens of its bots. Default: none; no running server
     * is contacted.
     */
    serverTokens?: Record<string, pulumi.Input<string>>;
}

/**
 * Sign-in to OpenMetadata through Auth0: the Auth0 application, the keys of OpenMetadata's own tokens, and the settings of
 * each OpenMetadata server.
 */
export class SingleSignOn extends pulumi.ComponentResource {
    /** Client ID of the Auth0 application. */
    public readonly clientId: pulumi.Output<string>;
    /** Client secret of the Auth0 application, as a secret: Web only. `undefined` for a SPA, which has none. */
    public readonly clientSecret: pulumi.Output<string> | undefined;
    /** Where Auth0 may redirect users after sign-in: one URL for each server. */
    public readonly callbacks: pulumi.Output<string[]>;
    /** The rules by which Auth0 lets users sign in, with their defaults; `undefined` if there are none. */
    public readonly signInRules: pulumi.Output<ActionRules> | undefined;
    /** ID of the key that signs OpenMetadata's tokens. */
    public readonly keyId: pulumi.Output<string>;
    /** Content of `private_key.der`, base64. Secret. */
    public readonly privateKeyDer: pulumi.Output<string>;
    /** Content of `public_key.der`, base64. */
    public readonly publicKeyDer: pulumi.Output<string>;
    /** Public key, X.509 SubjectPublicKeyInfo PEM. */
    public readonly publicKeyPem: pulumi.Output<string>;
    /** The keys of earlier rotations, by the name of the rotation. */
    public readonly retiredKeys: pulumi.Output<Record<string, RetiredKey>>;
    /** The Fernet key that was set, as a secret; `undefined` if none was. */
    public readonly fernetKey: pulumi.Output<string> | undefined;
    /** The settings of each server, without secrets, named as in `openmetadata.yaml`, by the server's URL. */
    public readonly settings: pulumi.Output<Record<string, ServerSettings>>;
    /** The environment variables of each server, by the server's URL. Secret as a whole for Web. */
    public readonly environments: pulumi.Output<Record<string, Record<string, string>>>;
    /** Values for OpenMetadata's Helm chart, by the server's URL. */
    public readonly helmValues: pulumi.Output<Record<string, HelmValues>>;
    /** The `data` of the Kubernetes Secrets that the Helm values name, by server URL and Secret. Secret as a whole. */
    public readonly kubernetesSecrets: pulumi.Output<Record<string, KubernetesSecrets>>;
    /**
     * Ingestion's connection settings for each server with a token in `serverTokens`, by the server's URL and the bot.
     * Secret as a whole; `undefined` if there are no tokens.
     */
    public readonly ingestion: pulumi.Output<Record<string, Record<string, IngestionWorkflow>>> | undefined;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - What to set up.
     * @param opts - Options; an auth0 provider passed here is used for the resources below.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: SingleSignOnArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:SingleSignOn", name, {}, opts);
        const checks = new InputChecks();
        const ofProvider = providerTenant(this);
        const options = handOn({
            ...checkOptions(checks, args, optionNames),
            domain: checks
                .input(
                    { domain: args.domain ?? ofProvider.domain, ofProvider, customDomain: args.customDomain },
                    (domains) => checkAllDomains(domains, args.domain === undefined ? "auth0:domain" : "domain"),
                )
                .apply(({ domain }) => domain),
        });
        checks.input([args.serverUrls, Object.keys(args.serverTokens ?? {})] as const, ([serverUrls, named]) =>
            checkServerTokens("serverTokens", serverUrls, named),
        );
        checks.finish();
        if (args.domain !== undefined) {
            warnOfOtherTenant(this, options.domain, ofProvider.domain);
        }

        const application = new Auth0Application(name, options, { parent: this });
        const keys = new JwtSigningKeys(name, handOn({ ...options, rotations: options.keyRotations }), {
            parent: this,
        });
        const servers = options.serverUrls.map((serverUrl, index) => ({
            url: pulumi.output(serverUrl).apply(normalServerUrl),
            configuration: new ServerConfiguration(
                `${name}-${index}`,
                handOn({
                    ...options,
                    clientId: application.clientId,
                    clientSecret: application.clientSecret,
                    organizationId: application.organizationId,
                    serverUrl,
                    keyId: keys.keyId,
                    privateKeyDer: keys.privateKeyDer,
                    publicKeyDer: keys.publicKeyDer,
                }),
                { parent: this },
            ),
        }));
        const byServer = <T>(of: (server: ServerConfiguration) => pulumi.Output<T>): pulumi.Output<Record<string, T>> =>
            pulumi
                .all(servers.map(({ url, configuration }) => pulumi.all([url, of(configuration)])))
                .apply((entries) => Object.fromEntries(entries) as Record<string, T>);

        this.clientId = application.clientId;
        this.clientSecret = application.clientSecret;
        this.callbacks = application.callbacks;
        this.signInRules = application.signInRules;
        this.keyId = keys.keyId;
        this.privateKeyDer = keys.privateKeyDer;
        this.publicKeyDer = keys.publicKeyDer;
        this.publicKeyPem = keys.publicKeyPem;
        this.retiredKeys = keys.retiredKeys;
        this.fernetKey = options.fernetKey === undefined ? undefined : pulumi.secret(options.fernetKey);
        this.settings = byServer(({ settings }) => settings);
        this.environments = byServer(({ environment }) => environment);
        this.helmValues = byServer((server) => server.helmValues);
        this.kubernetesSecrets = byServer((server) => server.kubernetesSecrets);
        this.ingestion = runningServers(name, options, this, this);
        this.registerOutputs({
            clientId: this.clientId,
            clientSecret: this.clientSecret,
            callbacks: this.callbacks,
            signInRules: this.signInRules,
            keyId: this.keyId,
            privateKeyDer: this.privateKeyDer,
            publicKeyDer: this.publicKeyDer,
            publicKeyPem: this.publicKeyPem,
            retiredKeys: this.retiredKeys,
            fernetKey: this.fernetKey,
            settings: this.settings,
            environments: this.environments,
            helmValues: this.helmValues,
            kubernetesSecrets: this.kubernetesSecrets,
            ingestion: this.ingestion,
        });
    }
}

/** Checks where users sign in, and where Pulumi does. */
function checkAllDomains(
    {
        domain,
        ofProvider,
        customDomain,
    }: { domain: string; ofProvider: ProviderTenant; customDomain: string | undefined },
    domainKey: string,
): Problem[] {
    const key = "customDomain";
    return [
        ...checkTenantDomain("domain", domain),
        ...checkDomains({ domain: domainKey, customDomain: key }, domain, customDomain),
        ...checkManagementApi(key, ofProvider, customDomain),
    ];
}

/** Reconciles the servers whose tokens are given, and gives the connection settings of ingestion for them. */
function runningServers(
    name: string,
    args: SingleSignOnArgs,
    { settings, clientSecret, keyId }: Pick<SingleSignOn, "settings" | "clientSecret" | "keyId">,
    parent: pulumi.Resource,
): pulumi.Output<Record<string, Record<string, IngestionWorkflow>>> | undefined {
    if (args.serverTokens === undefined) {
        return undefined;
    }
    const servers = Object.entries(args.serverTokens).map(([given, token]) => {
        const serverUrl = normalServerUrl(given);
        const { ingestion } = new OpenMetadataServer(
            `${name}-${serverUrl.replace(/^https?:\/\//, "")}`,
            handOn({
                ...args,
                url: serverUrl,
                token,
                settings: settings.apply((all) => all[serverUrl] ?? {}),
                clientSecret,
                keyId,
            }),
            { parent },
        );
        return ingestion.apply((of) => [serverUrl, of] as const);
    });
    return pulumi.all(servers).apply((entries) => Object.fromEntries(entries));
}
