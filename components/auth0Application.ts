import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ApplicationType } from "../openmetadata/applicationType";
import { type ActionRules, hasSignInRules } from "../openmetadata/signInRules";
import { isOrganizationId } from "../openmetadata/organization";
import { callbackUrl, isUnverifiableCallback, logoutUrls, serverOrigin } from "../openmetadata/serverUrl";
import { foreignSettings, type OwnSetting } from "./foreignSettings";
import type { AdditionalGrantType } from "./grantTypes";
import { handOn, InputChecks } from "./input";
import { MessageOnlyError } from "./messageOnlyError";
import { checkOptions } from "./options/check";
import { applicationOptions, namesOf } from "./options/table";
import { isPending } from "./pulumiInternals/output";
import { type SignInRuleArgs, SignInRules } from "./signInRules";

/** Arguments of {@link Auth0Application}. */
export interface Auth0ApplicationArgs extends SignInRuleArgs {
    /** The application type. Changing it later changes the application in place: the client ID stays. */
    applicationType: ApplicationType;
    /**
     * URLs under which users open OpenMetadata, such as `https://openmetadata.example.com`, or below a path,
     * `https://apps.example.com/openmetadata`. At least one; http on loopback only; no wildcards, no IPv6 addresses.
     */
    serverUrls: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Name of the application, which users see when they sign in: up to 128 characters on one line, no `<` and no `>`.
     * Default: `OpenMetadata`.
     */
    displayName?: pulumi.Input<string>;
    /**
     * Description in the Auth0 dashboard: up to 140 characters. Default: `Sign-in for OpenMetadata` for a new application;
     * an imported one keeps its own.
     */
    description?: pulumi.Input<string>;
    /**
     * Auth0 connections whose users may sign in, by name (`Username-Password-Authentication`) or by id (`con_…`).
     * Everyone in such a connection may sign in, unless a rule refuses. Each is enabled for this application only. Default:
     * none is enabled here, for tenants where that is done elsewhere.
     */
    connections?: string[];
    /**
     * Auth0 organization, by name (`acme`) or by ID (`org_…`), Web only: users sign in as its members, and nobody else can.
     * `connections` are enabled in the organization too; leave out those that it already has. Default: none; users sign in
     * without an organization.
     *
     * Source: Auth0's documentation, "Organizations".
     */
    organization?: pulumi.Input<string>;
    /** Grants besides `authorization_code` and `refresh_token`. Default: none. */
    additionalGrantTypes?: AdditionalGrantType[];
    /**
     * Client secret to use, for Web only: 16 to 256 letters, digits and `- . _ ~`. Default: Auth0 generates one.
     * Stored as a secret, wrapped or not.
     */
    clientSecret?: pulumi.Input<string>;
    /**
     * Names the rotation of the client secret, such as `2027-01`, for Web only and not beside `clientSecret`. A new name
     * creates a new secret. Auth0 has one secret at a time and no grace period: nobody can sign in until OpenMetadata has
     * the new one. Default: the secret stays as it is.
     *
     * Source: Auth0's documentation, "Rotate Client Secrets".
     */
    clientSecretRotation?: string;
    /**
     * Client ID of an existing application to import. Its ID and secret stay, and so does everything without an argument
     * here, such as metadata, logo and allowed origins; what differs from the arguments is changed. It can stay set
     * afterwards. Default: a new application is created.
     */
    importClientId?: string;
    /** Whether the application is protected from deletion. Default: `true`. */
    protect?: boolean;
}

/** How long a session may be renewed without the person signing in again, in seconds: 30 days. */
const refreshTokenLifetime = 2_592_000;
/** How long a session may rest before the person has to sign in again, in seconds: 15 days. */
const refreshTokenIdleLifetime = 1_296_000;
/** How long an ID token is valid, in seconds: 10 hours, Auth0's default. */
const idTokenLifetime = 36_000;

/**
 * The Auth0 application through which users sign in to OpenMetadata.
 *
 * As a SPA it is a public client: authorization code with PKCE, refresh tokens that rotate, no client secret anywhere.
 * As a Web application it is a confidential client that authenticates with `client_secret_post`.
 *
 * Every setting for which Auth0 has a weak default is set: OIDC conformant, RS256, first party, refresh tokens that
 * expire, no implicit grant.
 */
export class Auth0Application extends pulumi.ComponentResource {
    /** Client ID. Not a secret; the same for the life of the application. */
    public readonly clientId: pulumi.Output<string>;
    /** Client secret, as a secret: Web only. `undefined` for a SPA, which has none. */
    public readonly clientSecret: pulumi.Output<string> | undefined;
    /** Where Auth0 may redirect users after sign-in: one URL for each server. */
    public readonly callbacks: pulumi.Output<string[]>;
    /** ID of the organization whose members sign in; `undefined` if there is none. */
    public readonly organizationId: pulumi.Output<string> | undefined;
    /** The rules by which Auth0 lets users sign in, with their defaults; `undefined` if there are none. */
    public readonly signInRules: pulumi.Output<ActionRules> | undefined;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - What to declare.
     * @param opts - Options; an auth0 provider passed here is used for the resources below.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: Auth0ApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:Auth0Application", name, {}, opts);
        const isWeb = args.applicationType === ApplicationType.Web;

        const checks = new InputChecks(args);
        const options = checkOptions(checks, args, namesOf(applicationOptions));
        checks.finish();

        const { organization } = options;
        this.organizationId = organization === undefined ? undefined : idOfOrganization(organization, this);
        const serverUrls = pulumi.output(options.serverUrls);
        this.callbacks = serverUrls.apply((urls) => urls.map(callbackUrl));
        const client = new auth0.Client(
            name,
            {
                name: options.displayName ?? "OpenMetadata",
                description: options.description ?? "Sign-in for OpenMetadata",
                appType: isWeb ? "regular_web" : "spa",
                callbacks: this.callbacks,
                allowedLogoutUrls: serverUrls.apply((urls) => urls.flatMap(logoutUrls)),
                webOrigins: isWeb ? [] : serverUrls.apply((urls) => [...new Set(urls.map(serverOrigin))]),
                grantTypes: [
                    ...new Set(["authorization_code", "refresh_token", ...(options.additionalGrantTypes ?? [])]),
                ],
                crossOriginAuth: false,
                isFirstParty: true,
                oidcConformant: true,
                skipNonVerifiableCallbackUriConfirmationPrompt: this.callbacks.apply((urls) =>
                    urls.some(isUnverifiableCallback) ? "true" : undefined,
                ),
                // Not secretEncoded: a change of it would replace the application, and with it the client ID.
                jwtConfiguration: { alg: "RS256", lifetimeInSeconds: idTokenLifetime },
                refreshToken: {
                    rotationType: isWeb ? "non-rotating" : "rotating",
                    expirationType: "expiring",
                    leeway: 0,
                    tokenLifetime: refreshTokenLifetime,
                    idleTokenLifetime: refreshTokenIdleLifetime,
                    infiniteTokenLifetime: false,
                    infiniteIdleTokenLifetime: false,
                },
                // Not `require`: that lets in members of every organization, and would stay when the option is removed. The rule of
                // the Action is what refuses everyone else.
                ...(this.organizationId === undefined ? {} : { organizationUsage: "allow" }),
            } satisfies Pick<auth0.ClientArgs, OwnSetting | "organizationUsage">,
            {
                parent: this,
                protect: options.protect ?? applicationOptions.protect.default,
                import: options.importClientId,
                ignoreChanges: [
                    ...foreignSettings.filter(
                        (path) => this.organizationId === undefined || path !== "organizationUsage",
                    ),
                    ...(options.description === undefined ? ["description"] : []),
                ],
            },
        );
        this.clientId = client.clientId;

        // A SPA that is created here authenticates with nothing; an imported one may do otherwise.
        if (isWeb || options.importClientId !== undefined) {
            const credentials = new auth0.ClientCredentials(
                name,
                {
                    clientId: client.clientId,
                    authenticationMethod: isWeb ? "client_secret_post" : "none",
                    clientSecret: clientSecret(name, options, this),
                },
                {
                    parent: this,
                    // Deleting credentials resets how the client authenticates, so the old ones go before the new ones come.
                    deleteBeforeReplace: true,
                    // A SPA stays as it is when the client ID to import is no longer named.
                    retainOnDelete: !isWeb,
                    import: options.importClientId,
                },
            );
            if (isWeb) {
                this.clientSecret = pulumi.secret(credentials.clientSecret.apply(readableSecret));
            }
        }

        const isName = typeof organization === "string" && !isOrganizationId(organization);
        const demanded = {
            ...options,
            ...(this.organizationId !== undefined && { organizationId: this.organizationId }),
            ...(isName && { organizationName: organization }),
        };
        const rules = hasSignInRules(demanded)
            ? new SignInRules(name, handOn({ ...demanded, clientId: client.clientId }), { parent: this })
            : undefined;
        this.signInRules = rules?.rules;
        for (const connection of new Set(options.connections)) {
            // No user of the connection signs in before the rules are there.
            const opts = { parent: this, ...(rules === undefined ? {} : { dependsOn: rules }) };
            const ofConnection = connectionId(connection, this);
            new auth0.ConnectionClient(
                `${name}-${connection}`,
                { clientId: client.clientId, connectionId: ofConnection },
                opts,
            );
            if (this.organizationId !== undefined) {
                new auth0.OrganizationConnection(
                    `${name}-${connection}`,
                    { organizationId: this.organizationId, connectionId: ofConnection },
                    // The provider would look for it in the new organization, and update it there.
                    { ...opts, replaceOnChanges: ["organizationId"] },
                );
            }
        }

        this.registerOutputs({
            clientId: this.clientId,
            clientSecret: this.clientSecret,
            callbacks: this.callbacks,
            organizationId: this.organizationId,
            signInRules: this.signInRules,
        });
    }
}

/** The client secret to set; `undefined` where Auth0's is to stay. */
function clientSecret(
    name: string,
    args: Auth0ApplicationArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
    const { clientSecretRotation: rotation } = args;
    if (rotation === undefined) {
        return args.clientSecret === undefined ? undefined : pulumi.secret(args.clientSecret);
    }
    const { result } = new random.RandomPassword(
        name,
        { length: 64, special: false, keepers: { rotation } },
        { parent },
    );
    void warnOfSecretRotation(result, rotation, parent);
    return pulumi.secret(result);
}

/** Says in a preview what a new client secret breaks, and for how long. */
async function warnOfSecretRotation(
    secret: pulumi.Output<unknown>,
    rotation: string,
    resource: pulumi.Resource,
): Promise<void> {
    if (await isPending(secret)) {
        await pulumi.log.warn(
            `The rotation ${JSON.stringify(rotation)} creates a new client secret. Auth0 no longer accepts the old one as soon as ` +
                "`up` has run: nobody can sign in until each OpenMetadata server has the new one (export) and is restarted. " +
                "Users who are signed in stay signed in until their session has to be renewed.",
            resource,
        );
    }
}

/** The ID of an organization that is given by name or by ID. */
function idOfOrganization(organization: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Output<string> {
    return pulumi
        .output(organization)
        .apply((given) => (isOrganizationId(given) ? Promise.resolve(given) : idOfName(given, parent)));
}

async function idOfName(name: string, parent: pulumi.Resource): Promise<string> {
    try {
        return (await auth0.getOrganization({ name }, { parent })).id;
    } catch (error) {
        throw new MessageOnlyError(
            `organization: no organization ${name} was found. Write the name or the ID as the Auth0 dashboard shows it. To look ` +
                "for a name, the Management API application that Pulumi uses needs the scopes read:organizations, " +
                "read:organization_connections and read:organization_members. " +
                (error instanceof Error ? error.message : String(error)),
        );
    }
}

/** The id of a connection that is given by name or by id. */
function connectionId(connection: string, parent: pulumi.Resource): pulumi.Input<string> {
    return connection.startsWith("con_") ? connection : auth0.getConnectionOutput({ name: connection }, { parent }).id;
}

/** Auth0 leaves the secret out, instead of refusing, where the program that asks may not read it. */
function readableSecret(secret: string): string {
    if (secret === "") {
        throw new MessageOnlyError(
            "Auth0 did not give the client secret of the application: the Management API application that Pulumi uses " +
                "lacks the scope read:client_keys. Grant it in the Auth0 dashboard, then run `pulumi up --refresh`.",
        );
    }
    return secret;
}
