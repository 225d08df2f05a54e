import { html } from "ghtml";
import type { ClientRecord } from "../records";

/**
 * What is declared of an application, as the terms and descriptions of a list.
 *
 * @param connections - The names of the connections that are enabled for it, where they are to be shown.
 */
export function declaredSettings(client: ClientRecord, connections?: readonly string[]): string {
    const list = (values: readonly string[] | undefined): string => values?.join(", ") || "none";
    const settings: readonly (readonly [string, string])[] = [
        ["Client ID", client.client_id],
        ["Type", client.app_type ?? "none"],
        ["Authentication at the token endpoint", client.token_endpoint_auth_method ?? "client_secret_post"],
        ["Grants", list(client.grant_types)],
        ["Callbacks", list(client.callbacks)],
        ["Logout URLs", list(client.allowed_logout_urls)],
        ["Web origins", list(client.web_origins)],
        ...(connections === undefined ? [] : [["Connections", list(connections)] as const]),
        [
            "Refresh tokens",
            `${client.refresh_token?.rotation_type ?? ""}, ${client.refresh_token?.expiration_type ?? ""}`,
        ],
    ];
    return settings
        .map(
            ([name, value]) =>
                html`<dt>${name}</dt>
                    <dd>${value}</dd>`,
        )
        .join("");
}
