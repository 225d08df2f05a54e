import { createHash, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { identifiers } from "../identifiers";
import { type JsonObject, omit } from "../json";
import type { CredentialRecord } from "../records";
import type { Store } from "../store";
import { badRequest, conflict, notFound } from "./apiError";
import { clientOf } from "./clients";
import { type ApiRequest, type Endpoint, endpoint } from "./endpoint";
import { merge } from "./merge";
import { validate } from "./validation/validate";

/** How many credentials an application may have, whether it uses them or not. */
const maximum = 4;
const readScopes = ["read:client_credentials", "read:client_keys", "read:clients"];

/**
 * The endpoints of an application's own credentials: the public keys with which it proves who it is.
 *
 * Seen: all answers to what the provider sends. Inferred: the statuses, codes and words of the refusals.
 */
export function credentialEndpoints(store: Store): Endpoint[] {
    const ownedBy = (clientId: string): CredentialRecord[] =>
        store.list("credentials").filter(({ client_id }) => client_id === clientId);
    const find = ({ params }: ApiRequest): CredentialRecord => {
        const credential = store.get("credentials", params["credential"] ?? "");
        if (credential?.client_id !== clientOf(store, params["id"] ?? "").client_id) {
            throw notFound("The credential does not exist", "inexistent_credential");
        }
        return credential;
    };
    const save = (credential: CredentialRecord): void => {
        store.put("credentials", credential.id, credential);
    };

    return [
        endpoint("GET", "/clients/:id/credentials", readScopes, ({ params }) => ({
            status: 200,
            body: ownedBy(clientOf(store, params["id"] ?? "").client_id).map(shown),
        })),
        endpoint(
            "POST",
            "/clients/:id/credentials",
            ["create:client_credentials", "update:clients"],
            ({ params, body }) => {
                const { client_id } = clientOf(store, params["id"] ?? "");
                validate("PostClientCredentialRequestContent", body);
                if (ownedBy(client_id).length >= maximum) {
                    throw conflict(`A client can have at most ${maximum} credentials`, "too_many_credentials");
                }
                const credential = credentialFrom(client_id, body as JsonObject);
                save(credential);
                return { status: 201, body: shown(credential) };
            },
        ),
        endpoint("GET", "/clients/:id/credentials/:credential", readScopes, (request) => ({
            status: 200,
            body: shown(find(request)),
        })),
        endpoint(
            "PATCH",
            "/clients/:id/credentials/:credential",
            ["update:client_credentials", "update:clients"],
            (request) => {
                const credential = find(request);
                validate("PatchClientCredentialRequestContent", request.body);
                const patch = { ...(request.body as JsonObject), updated_at: new Date().toISOString() };
                const changed = merge(credential, patch) as CredentialRecord;
                save(changed);
                return { status: 200, body: shown(changed) };
            },
        ),
        endpoint(
            "DELETE",
            "/clients/:id/credentials/:credential",
            ["delete:client_credentials", "update:clients"],
            (request) => {
                const credential = find(request);
                const methods = JSON.stringify(
                    clientOf(store, credential.client_id).client_authentication_methods ?? {},
                );
                if (methods.includes(JSON.stringify(credential.id))) {
                    throw conflict("The credential is in use and cannot be deleted", "credential_in_use");
                }
                store.remove("credentials", credential.id);
                return { status: 204 };
            },
        ),
    ];
}

/** A credential as it is answered: without its key, and without whose it is. */
function shown(credential: CredentialRecord): JsonObject {
    return omit(credential, "client_id", "public_key");
}

function credentialFrom(clientId: string, body: JsonObject): CredentialRecord {
    const {
        pem,
        alg,
        kid,
        name,
        expires_at: expiresAt,
        credential_type: type,
        parse_expiry_from_cert: parseExpiry,
    } = body;
    if (typeof pem !== "string") {
        throw badRequest("Payload validation error: 'Missing required property: pem'.");
    }
    if (pem.includes("PRIVATE KEY")) {
        throw badRequest("The pem is no public key and no certificate", "invalid_credential");
    }
    const certificate = pem.includes("BEGIN CERTIFICATE") ? parsed(() => new X509Certificate(pem)) : undefined;
    const key = certificate?.publicKey ?? parsed(() => createPublicKey(pem));
    if (key.asymmetricKeyType !== "rsa" || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) {
        throw badRequest("The key must be an RSA key of at least 2048 bits", "invalid_credential");
    }
    const now = new Date().toISOString();
    const expiry =
        expiresAt ?? (parseExpiry === true ? certificate && new Date(certificate.validTo).toISOString() : undefined);
    return {
        id: identifiers.credential(),
        client_id: clientId,
        credential_type: type as string,
        ...(typeof name === "string" && name !== "" && { name }),
        kid: typeof kid === "string" ? kid : jwkThumbprint(key),
        alg: typeof alg === "string" ? alg : "RS256",
        ...(typeof expiry === "string" && { expires_at: expiry }),
        created_at: now,
        updated_at: now,
        public_key: key.export({ format: "pem", type: "spki" }).toString(),
    };
}

function parsed<T>(parse: () => T): T {
    try {
        return parse();
    } catch {
        throw badRequest("The pem is no public key and no certificate", "invalid_credential");
    }
}

/** The thumbprint of RFC 7638, which Auth0 takes as key id. */
function jwkThumbprint(key: KeyObject): string {
    const { e, kty, n } = key.export({ format: "jwk" });
    return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
}
