import { readFileSync } from "node:fs";
import { isJsonObject, type Json, type JsonObject, omit } from "./json";
import { identifiers } from "./identifiers";
import type { ClientRecord, CredentialRecord } from "./records";
import { SandboxError } from "./sandboxError";
import type { Store } from "./store";

/**
 * Takes over applications of another tenant, with their ids, so that what is to be done to them can be rehearsed.
 *
 * An application without a secret gets one.
 */
export function importClients(store: Store, clients: readonly ImportedClient[]): void {
    store.write((changes) => {
        for (const client of clients) {
            const { client_id } = client;
            const record = {
                client_secret: identifiers.clientSecret(),
                ...omit(client, "credentials", "signing_keys", "tenant", "callback_url_template"),
            };
            changes.put("clients", client_id, record as unknown as ClientRecord);
            for (const credential of client.credentials ?? []) {
                changes.put("credentials", credential.id, { ...credential, client_id });
            }
        }
    });
}

/** An application of another tenant. */
export interface ImportedClient extends JsonObject {
    readonly client_id: string;
    readonly credentials?: readonly CredentialRecord[];
}

/**
 * Reads applications of another tenant.
 *
 * @param file - A JSON list of applications, each as Auth0 answers `GET /api/v2/clients/{id}`; the answer of
 * `GET /api/v2/clients/{id}/credentials` may stand in a field `credentials`.
 * @throws SandboxError where the file is none or holds something else.
 */
export function readClients(file: string): ImportedClient[] {
    const wrong = (what: string): SandboxError =>
        new SandboxError(`${file} ${what}. Give a JSON list of applications as Auth0's Management API answers them.`);
    let content: Json;
    try {
        content = JSON.parse(readFileSync(file, "utf8")) as Json;
    } catch (error) {
        throw wrong(error instanceof SyntaxError ? "is not valid JSON" : "cannot be read");
    }
    const clients = Array.isArray(content) ? (content as Json[]) : [content];
    return clients.map((client) => {
        if (!isJsonObject(client) || typeof client["client_id"] !== "string" || typeof client["name"] !== "string") {
            throw wrong("contains something that is not an application with client_id and name");
        }
        const { credentials = [] } = client;
        if (!Array.isArray(credentials) || !(credentials as Json[]).every(isCredential)) {
            throw wrong("contains credentials that are not a list of objects with id");
        }
        return client as ImportedClient;
    });
}

function isCredential(value: Json): boolean {
    return isJsonObject(value) && typeof value["id"] === "string";
}
