import * as v from "valibot";

// What the answers of an OpenMetadata server look like, as far as it matters here. Each release has more members than
// these, and they are let through. A member without a value is left out or `null`.

function optional<Schema extends v.GenericSchema>(schema: Schema) {
    return v.optional(
        v.pipe(
            v.nullish(schema),
            v.transform((value) => value ?? undefined),
        ),
    );
}

/** An object whose other members stay, though nothing is known of them. */
function withOthers<Entries extends v.ObjectEntries>(entries: Entries) {
    return v.pipe(
        v.looseObject(entries),
        v.transform((value): v.InferOutput<v.ObjectSchema<Entries, undefined>> => value),
    );
}

const text = optional(v.string());
const flag = optional(v.boolean());
const texts = optional(v.array(v.string()));
const section = v.record(v.string(), v.unknown());

/** The version of a server. */
export const versionShape = v.object({ version: v.string() });

/** What a server states about sign-in to everyone. */
export const authenticationConfigShape = withOthers({
    provider: text,
    clientType: text,
    authority: text,
    clientId: text,
    callbackUrl: text,
    publicKeyUrls: texts,
    tokenValidationAlgorithm: text,
    jwtPrincipalClaims: texts,
    jwtPrincipalClaimsMapping: texts,
});
/** What a server states about sign-in to everyone. */
export type AuthenticationConfig = v.InferOutput<typeof authenticationConfigShape>;

/** What a server states to everyone about who may do what. */
export const authorizerConfigShape = withOthers({
    adminPrincipals: texts,
    principalDomain: text,
    allowedDomains: texts,
    enforcePrincipalDomain: flag,
    enableSecureSocketConnection: flag,
});
/** What a server states to everyone about who may do what. */
export type AuthorizerConfig = v.InferOutput<typeof authorizerConfigShape>;

/** The sign-in settings that a server keeps in its database. Secrets are masked for users, and not for bots. */
export const securityConfigurationShape = v.object({
    authenticationConfiguration: section,
    authorizerConfiguration: section,
});
/** The sign-in settings that a server keeps in its database. Secrets are masked for users, and not for bots. */
export type SecurityConfigurationContent = v.InferOutput<typeof securityConfigurationShape>;

/** What a server thinks of sign-in settings. */
export const validationResultShape = v.object({
    status: v.picklist(["success", "failed"]),
    /** The fields that are wrong, and what is wrong with each. */
    errors: optional(v.array(v.object({ field: v.string(), error: v.string() }))),
});
/** What a server thinks of sign-in settings. */
export type ValidationResult = v.InferOutput<typeof validationResultShape>;

/** A public key of a server, as a JSON Web Key; `n` may be padded and have a leading zero byte. */
const serverKeyShape = v.object({ kid: v.string(), n: v.string(), e: v.string() });
/** A public key of a server, as a JSON Web Key; `n` may be padded and have a leading zero byte. */
export type ServerKey = v.InferOutput<typeof serverKeyShape>;
/** The public keys of a server. */
export const keySetShape = v.object({ keys: v.array(serverKeyShape) });

/** A user of OpenMetadata, as far as it matters here. */
export const userShape = v.object({
    id: v.string(),
    name: v.string(),
    email: v.string(),
    isAdmin: flag,
    isBot: flag,
});
/** A user of OpenMetadata, as far as it matters here. */
export type User = v.InferOutput<typeof userShape>;

/** A team of OpenMetadata, with what is asked for of it. */
export const teamShape = v.object({
    id: v.string(),
    name: v.string(),
    teamType: text,
    deleted: flag,
    isJoinable: flag,
    defaultRoles: optional(v.array(v.object({ id: v.string(), name: text }))),
    users: optional(v.array(v.unknown())),
    owns: optional(v.array(v.unknown())),
    policies: optional(v.array(v.unknown())),
});
/** A team of OpenMetadata, with what is asked for of it. */
export type Team = v.InferOutput<typeof teamShape>;

/** A role of OpenMetadata. */
export const roleShape = v.object({ id: v.string(), name: v.string() });
/** A role of OpenMetadata. */
export type Role = v.InferOutput<typeof roleShape>;

/** A policy of OpenMetadata, and the conditions of its rules. */
export const policyShape = v.object({
    name: v.string(),
    rules: optional(v.array(v.object({ name: text, condition: text }))),
});
/** A policy of OpenMetadata, and the conditions of its rules. */
export type Policy = v.InferOutput<typeof policyShape>;

/** A bot. Only where it is asked for by name is the user there that it works as. */
export const botShape = v.object({
    name: v.string(),
    fullyQualifiedName: text,
    botUser: optional(v.object({ id: v.string() })),
});

/** How a bot signs in. There is no answer where it cannot. */
export const mechanismShape = v.optional(
    v.object({ config: optional(v.object({ JWTToken: text, JWTTokenExpiry: text })) }),
);

/** One page of a list, and where the next begins. */
export function pageShape<Item extends v.GenericSchema>(item: Item) {
    return v.object({ data: v.array(item), paging: optional(v.object({ after: text })) });
}
