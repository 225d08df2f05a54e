import type { SchemaObject } from "ajv";

const uris = { items: { format: "absolute-uri-or-empty" } };
const seconds = { type: ["integer", "null"], minimum: 1, maximum: 157_788_000 };

/** What Auth0 checks in an application and the types cannot say. */
const clientValues: SchemaObject = {
    properties: {
        name: { minLength: 1, pattern: "^[^<>]+$" },
        description: { maxLength: 140 },
        callbacks: uris,
        allowed_logout_urls: uris,
        web_origins: uris,
        allowed_origins: uris,
        initiate_login_uri: { format: "absolute-uri-or-empty" },
        logo_uri: { format: "absolute-uri-or-empty" },
        client_secret: { minLength: 16, maxLength: 256 },
        jwt_configuration: {
            additionalProperties: true,
            properties: { lifetime_in_seconds: { type: "integer", minimum: 0, maximum: 2_592_000 } },
        },
        refresh_token: {
            properties: {
                leeway: { type: ["integer", "null"], minimum: 0, maximum: 604_800 },
                token_lifetime: seconds,
                idle_token_lifetime: seconds,
            },
        },
        client_metadata: { additionalProperties: { type: ["string", "null"], maxLength: 255 } },
    },
};

/** What Auth0 checks in a user and the types cannot say. */
const userValues: SchemaObject = {
    properties: { email: { type: "string", pattern: "^[^@\\s]+@[^@\\s]+$" }, user_id: { maxLength: 255 } },
};

/**
 * Bodies for which the types of the SDK do not say all that the API checks, by the name of the body.
 *
 * Source: the descriptions of the fields in Auth0's Management API documentation, and what its provider for Terraform
 * is known to send.
 */
export const refinements: Readonly<Record<string, SchemaObject>> = {
    CreateClientRequestContent: {
        allOf: [clientValues, { $ref: "auth0#/definitions/CreateClientRequestContent" }],
    },
    UpdateClientRequestContent: {
        allOf: [clientValues, { $ref: "auth0#/definitions/UpdateClientRequestContent" }],
    },
    CreateUserRequestContent: {
        allOf: [userValues, { $ref: "auth0#/definitions/CreateUserRequestContent" }],
    },
    UpdateUserRequestContent: {
        allOf: [userValues, { $ref: "auth0#/definitions/UpdateUserRequestContent" }],
    },
    UpdateEnabledClients: {
        type: "array",
        minItems: 1,
        maxItems: 50,
        items: {
            type: "object",
            properties: { client_id: { type: "string", minLength: 1 }, status: { type: "boolean" } },
            required: ["client_id", "status"],
            additionalProperties: false,
        },
    },
};

/** Fields that a change may clear with `null`, which the types leave out. */
export const clearable: Readonly<Record<string, readonly string[]>> = {
    UpdateClientRequestContent: [
        "addons",
        "jwt_configuration",
        "mobile",
        "oidc_backchannel_logout",
        "oidc_logout",
        "signed_request_object",
    ],
};
