import { html } from "ghtml";
import { eventTypes, type TenantEvent } from "../eventLog";
import type { ClientRecord, ConnectionRecord, UserRecord } from "../records";
import { connectionOf } from "../users";
import { layout } from "./layout";

/** What the tenant page shows. */
export interface TenantView {
    readonly domain: string;
    readonly clients: readonly ClientRecord[];
    readonly connections: readonly ConnectionRecord[];
    readonly users: readonly UserRecord[];
    readonly events: readonly TenantEvent[];
}

/** The page of the tenant: what is declared in it, who can sign in, and what happens. It shows no secret. */
export function tenantPage({ domain, clients, connections, users, events }: TenantView): string {
    return layout({
        title: domain,
        scripts: ["tenantPage.mjs"],
        content: html`<h1>The tenant ${domain}</h1>
            <nav aria-label="On this page">
                <a href="#applications">Applications</a> · <a href="#users">Users</a> · <a href="#events">Events</a> ·
                <a href="/.well-known/openid-configuration">Discovery document</a>
            </nav>
            <section>
                <h2 id="applications">Applications</h2>
                !${clients.map((client) => application(client, connections))}
            </section>
            <section>
                <h2 id="users">Users</h2>
                <div class="scroll" role="region" aria-labelledby="users" tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">Email address</th>
                                <th scope="col">Name</th>
                                <th scope="col">Connection</th>
                                <th scope="col">User ID</th>
                            </tr>
                        </thead>
                        <tbody>
                            !${users.map(
                                (user) =>
                                    html`<tr>
                                        <td>${user.email}${user.blocked === true ? " (blocked)" : ""}</td>
                                        <td>${user.name}</td>
                                        <td>${connectionOf(user)}</td>
                                        <td><code>${user.user_id}</code></td>
                                    </tr>`,
                            )}
                        </tbody>
                    </table>
                </div>
            </section>
            <section>
                <h2 id="events">Events</h2>
                <p class="hint">Sign-ins and calls of the Management API since the start, the newest first.</p>
                <div class="scroll" role="region" aria-labelledby="events" tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">Time (UTC)</th>
                                <th scope="col">Type</th>
                                <th scope="col">Description</th>
                                <th scope="col">User</th>
                                <th scope="col">Client ID</th>
                            </tr>
                        </thead>
                        <tbody id="event-rows">
                            !${events.map(
                                (event) =>
                                    html`<tr>
                                        !${eventCells(event).map((cell) => html`<td>${cell}</td>`)}
                                    </tr>`,
                            )}
                        </tbody>
                    </table>
                </div>
            </section>`,
    });
}

/** What the table of events shows of one. */
export function eventCells({ date, type, description, user, clientId }: TenantEvent): readonly string[] {
    const time = `${date.slice(0, 10)} ${date.slice(11, 19)}`;
    return [time, `${type}: ${eventTypes[type]}`, description, user ?? "", clientId ?? ""];
}

function application(client: ClientRecord, connections: readonly ConnectionRecord[]): string {
    const list = (values: readonly string[] | undefined): string => values?.join(", ") || "none";
    const enabled = connections.filter(({ enabled_clients }) => enabled_clients.includes(client.client_id));
    const isPublic = client.token_endpoint_auth_method === "none";
    const heading = `application-${client.client_id}`;
    const settings: readonly (readonly [string, string])[] = [
        ["Client ID", client.client_id],
        ["Type", client.app_type ?? "none"],
        ["Authentication at the token endpoint", client.token_endpoint_auth_method ?? "client_secret_post"],
        ["Grants", list(client.grant_types)],
        ["Callbacks", list(client.callbacks)],
        ["Logout URLs", list(client.allowed_logout_urls)],
        ["Web origins", list(client.web_origins)],
        ["Connections", list(enabled.map(({ name }) => name))],
        [
            "Refresh tokens",
            `${client.refresh_token?.rotation_type ?? ""}, ${client.refresh_token?.expiration_type ?? ""}`,
        ],
    ];
    return html`<section class="card" aria-labelledby="${heading}">
        <h3 id="${heading}">${client.name}</h3>
        <dl>
            !${settings.map(
                ([name, value]) =>
                    html`<dt>${name}</dt>
                        <dd>${value}</dd>`,
            )}
        </dl>
        !${isPublic ? "" : html`<p><a href="/applications/${client.client_id}/secret">Show the client secret</a></p>`}
        !${tryForm(client)}
    </section>`;
}

function tryForm({ client_id, name, callbacks = [], grant_types = [] }: ClientRecord): string {
    if (callbacks.length === 0 || !grant_types.includes("authorization_code")) {
        return html`<p class="hint">
            Nobody signs in to this application: it declares no callback, or not the grant for it.
        </p>`;
    }
    return html`<form method="post" action="/try">
        <input type="hidden" name="client_id" value="${client_id}" />
        <details>
            <summary>OpenMetadata's settings</summary>
            <p>
                <label for="settings-${client_id}">Environment variables, one a line</label>
                <textarea
                    id="settings-${client_id}"
                    name="settings"
                    rows="4"
                    placeholder="AUTHORIZER_ADMIN_PRINCIPALS=[jane.doe]"
                    aria-describedby="hint-${client_id}"
                ></textarea>
                <span class="hint" id="hint-${client_id}">
                    As the stack's output <code>environments</code> has them. Without them, what OpenMetadata ships
                    counts.
                </span>
            </p>
        </details>
        <p><button type="submit" aria-label="Try ${name}">Try</button></p>
    </form>`;
}
