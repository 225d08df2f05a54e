import * as pulumi from "@pulumi/pulumi";
import { type ApplicationType, checkApplicationType, checkSpaHasNoSecret } from "../openmetadata/applicationType";
import { checkPrivateKey } from "../openmetadata/jwtKey";
import { checkKeySize, defaultKeySize } from "../openmetadata/keySize";
import { checkPeople } from "../openmetadata/principals";
import { checkServerUrls, serverOrigin } from "../openmetadata/serverUrl";
import { checkTenantDomain } from "../openmetadata/tenantDomain";
import { Auth0Application } from "./auth0Application";
import { type AdditionalGrantType, checkAdditionalGrantTypes } from "./grantTypes";
import { InputChecks } from "./input";
import { JwtSigningKeys } from "./jwtSigningKeys";
import { ServerConfiguration } from "./serverConfiguration";
import { checkServerSettings, type ServerSettingsArgs } from "./serverSettings";

/** Arguments of {@link SingleSignOn}. */
export interface SingleSignOnArgs extends ServerSettingsArgs {
    /** The flow. Changing it later changes the application in place: the client ID stays. */
    applicationType: ApplicationType;
    /** Domain of the Auth0 tenant, such as `example.eu.auth0.com`. */
    domain: pulumi.Input<string>;
    /**
     * Addresses under which people open OpenMetadata, such as `https://openmetadata.example.com`: scheme, host and port.
     * At least one; http on loopback only; no wildcards. Servers named here share the application and the signing key.
     */
    serverUrls: pulumi.Input<string>[];
    /** E-mail addresses of OpenMetadata's admins: at least one, all in the principal domain, none called `admin`. */
    admins: pulumi.Input<pulumi.Input<string>[]>;
    /** Domain of the users' e-mail addresses. Default: the domain of the admins' addresses. */
    principalDomain?: pulumi.Input<string>;
    /** Name of the application, which people see when they sign in. Default: `OpenMetadata`. */
    displayName?: pulumi.Input<string>;
    /**
     * Auth0 connections whose users may sign in, by name (`Username-Password-Authentication`) or by id (`con_…`).
     * Default: none is enabled here, for tenants where that is done elsewhere.
     */
    connections?: string[];
    /** Grants besides `authorization_code` and `refresh_token`. Default: none. */
    additionalGrantTypes?: AdditionalGrantType[];
    /** Client secret to use, for Web only. Default: Auth0 makes one. Kept as a secret, wrapped or not. */
    clientSecret?: pulumi.Input<string>;
    /**
     * Private key to sign OpenMetadata's tokens with: RSA, 2048 bits or more, not encrypted, as PEM or as base64 of DER.
     * Kept as a secret, wrapped or not. Default: a key is generated.
     */
    privateKey?: pulumi.Input<string>;
    /** Size of the signing key in bits: 2048, 3072 or 4096. Default: 2048. Takes effect when a key is made. */
    keySize?: number;
    /**
     * Names the generation of the signing key, such as `2027-01`. A new name makes a new key with a new key id, and every
     * token that OpenMetadata has issued stops working. Default: `initial`.
     */
    keyRotation?: pulumi.Input<string>;
}

/**
 * Sign-in to OpenMetadata through Auth0: the Auth0 application, the keys of OpenMetadata's own tokens, and what each
 * OpenMetadata server has to be told.
 */
export class SingleSignOn extends pulumi.ComponentResource {
    /** Client ID of the Auth0 application. */
    public readonly clientId: pulumi.Output<string>;
    /** Client secret of the Auth0 application, as a secret: Web only. `undefined` for a SPA, which has none. */
    public readonly clientSecret: pulumi.Output<string> | undefined;
    /** Where Auth0 may send people back to after signing in: one address for each server. */
    public readonly callbacks: pulumi.Output<string[]>;
    /** The key pair of OpenMetadata's own tokens. */
    public readonly signingKeys: JwtSigningKeys;
    /** What each server has to be told, by the server's address. Secret as a whole for Web. */
    public readonly environments: pulumi.Output<Record<string, Record<string, string>>>;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - What to set up.
     * @param opts - Options; an auth0 provider given here reaches the resources below.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: SingleSignOnArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:SingleSignOn", name, {}, opts);
        const { applicationType, additionalGrantTypes, connections, keySize } = args;

        // The components below check too. Here all is checked together, so that all mistakes are named at once.
        const checks = new InputChecks();
        checks.add(checkApplicationType("applicationType", applicationType));
        checks.add(checkSpaHasNoSecret("clientSecret", applicationType, args.clientSecret !== undefined));
        checks.add(checkAdditionalGrantTypes("additionalGrantTypes", applicationType, additionalGrantTypes ?? []));
        checks.add(checkKeySize("keySize", keySize ?? defaultKeySize));
        checks.given(args.privateKey, (value) => checkPrivateKey("privateKey", value));
        checks.input(args.domain, (value) => checkTenantDomain("domain", value));
        checks.input(args.serverUrls, (value) => checkServerUrls("serverUrls", value));
        checkServerSettings(checks, args);
        checks.input([args.admins, args.principalDomain] as const, ([admins, principalDomain]) =>
            checkPeople("admins", admins, "principalDomain", principalDomain),
        );
        checks.finish();

        const application = new Auth0Application(
            name,
            {
                applicationType,
                serverUrls: args.serverUrls,
                displayName: args.displayName,
                connections,
                additionalGrantTypes,
                clientSecret: args.clientSecret,
            },
            { parent: this },
        );
        this.signingKeys = new JwtSigningKeys(
            name,
            { privateKey: args.privateKey, keySize, rotation: args.keyRotation },
            { parent: this },
        );
        const servers = args.serverUrls.map((serverUrl, index) => {
            const server = new ServerConfiguration(
                `${name}-${index}`,
                {
                    ...args,
                    clientId: application.clientId,
                    clientSecret: application.clientSecret,
                    serverUrl,
                    keyId: this.signingKeys.keyId,
                },
                { parent: this },
            );
            return pulumi.all([pulumi.output(serverUrl).apply(serverOrigin), server.environment]);
        });

        this.clientId = application.clientId;
        this.clientSecret = application.clientSecret;
        this.callbacks = application.callbacks;
        this.environments = pulumi.all(servers).apply((entries) => Object.fromEntries(entries));
        this.registerOutputs({
            clientId: this.clientId,
            clientSecret: this.clientSecret,
            callbacks: this.callbacks,
            environments: this.environments,
        });
    }
}
