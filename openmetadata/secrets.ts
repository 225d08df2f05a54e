/**
 * The secrets among OpenMetadata's settings: the client secret of the Auth0 application, for Web alone, and the key with
 * which OpenMetadata encrypts passwords in its database.
 */
export type SecretName = "clientSecret" | "fernetKey";

/** The values of the secrets that there are. */
export type Secrets = Readonly<Partial<Record<SecretName, string>>>;
