import { html } from "ghtml";
import { type EventKind, eventTypes, kindOf, limit, type TenantEvent } from "../eventLog";
import type { ClientRecord, ConnectionRecord, UserRecord } from "../records";
import type { StoredSettings } from "../tryOut/storedSettings";
import { connectionOf, firstPassword, firstPeople } from "../users";
import { declaredSettings } from "./declaredSettings";
import { layout } from "./layout";

/** What the tenant page shows. */
export interface TenantView {
    readonly domain: string;
    readonly clients: readonly ClientRecord[];
    readonly connections: readonly ConnectionRecord[];
    /** With the names of their roles. */
    readonly users: readonly (UserRecord & { readonly roles: readonly string[] })[];
    /** The names of the Actions that run at sign-in, in their order. */
    readonly actions: readonly string[];
    readonly events: readonly TenantEvent[];
    readonly settings: StoredSettings;
}

/** The page of the tenant: what is declared in it, who can sign in, and what happens. It shows no secret. */
export function tenantPage(view: TenantView): string {
    const { domain, clients, connections, users, actions, events, settings } = view;
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
                !${clients.map((client) => application(client, titleOf(client.client_id, clients), connections, settings[client.client_id]))}
                !${
                    actions.length === 0
                        ? ""
                        : html`<p>Actions at sign-in to any of them, in this order: ${actions.join(", ")}.</p>`
                }
            </section>
            <section>
                <h2 id="users">Users</h2>
                <p class="hint">
                    ${firstPeople.map(({ email }) => email).join(", ")} have the password <code>${firstPassword}</code>
                    unless something has changed it.
                </p>
                <div class="scroll" role="region" aria-labelledby="users" tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">Email address</th>
                                <th scope="col">Name</th>
                                <th scope="col">Roles</th>
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
                                        <td>${user.roles.join(", ")}</td>
                                        <td>${connectionOf(user)}</td>
                                        <td><code>${user.user_id}</code></td>
                                    </tr>`,
                            )}
                        </tbody>
                    </table>
                </div>
                !${userForm()}
            </section>
            <section>
                <h2 id="events">Events</h2>
                <p class="hint">Since the start, the newest first; up to ${limit} of each kind.</p>
                <p hidden id="event-filter">
                    <label for="shown-events">Show</label>
                    <select id="shown-events">
                        <option value="signIn">Sign-ins and tokens</option>
                        <option value="api">Calls of the Management API</option>
                        <option value="all">All</option>
                    </select>
                </p>
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
                        <tbody id="event-rows" data-limit="${limit}">
                            !${events.map((event) => {
                                const { kind, cells } = eventRow(event, clients);
                                return html`<tr data-kind="${kind}">
                                    !${cells.map((cell) => html`<td>${cell}</td>`)}
                                </tr>`;
                            })}
                        </tbody>
                    </table>
                </div>
            </section>`,
    });
}

function userForm(): string {
    return html`<form method="post" action="/users">
        <details>
            <summary>Create a user, or change a user's roles</summary>
            <p>
                <label for="user-email">Email address</label>
                <input id="user-email" name="email" type="email" autocomplete="off" required />
            </p>
            <p>
                <label for="user-roles">Roles, separated by commas</label>
                <input id="user-roles" name="roles" autocomplete="off" aria-describedby="user-hint" />
                <span class="hint" id="user-hint">
                    A new user gets the password <code>${firstPassword}</code>. A role that does not exist is created,
                    and the user has these roles only. The sandbox asks for AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, as
                    it prints them.
                </span>
            </p>
            <p><button type="submit">Save</button></p>
        </details>
    </form>`;
}

/** A row of the table of events. */
export interface EventRow {
    readonly kind: EventKind;
    readonly cells: readonly string[];
}

/** What the table of events shows of one. */
export function eventRow(
    { date, type, description, user, clientId }: TenantEvent,
    clients: readonly ClientRecord[],
): EventRow {
    const time = `${date.slice(0, 10)} ${date.slice(11, 19)}`;
    return {
        kind: kindOf(type),
        cells: [time, `${type}: ${eventTypes[type]}`, description, user ?? "", titleOf(clientId, clients)],
    };
}

/** The name of an application, and its client ID where another one has that name; the ID alone of one that is deleted. */
function titleOf(clientId: string | undefined, clients: readonly ClientRecord[]): string {
    const name = clients.find(({ client_id }) => client_id === clientId)?.name;
    const isShared = clients.filter((client) => client.name === name).length > 1;
    return name === undefined ? (clientId ?? "") : isShared ? `${name} (${clientId ?? ""})` : name;
}

function application(
    client: ClientRecord,
    title: string,
    connections: readonly ConnectionRecord[],
    settings: string | undefined,
): string {
    const enabled = connections.filter(({ enabled_clients }) => enabled_clients.includes(client.client_id));
    const isPublic = client.token_endpoint_auth_method === "none";
    const heading = `application-${client.client_id}`;
    return html`<section class="card" aria-labelledby="${heading}">
        <h3 id="${heading}">${title}</h3>
        <dl>
            !${declaredSettings(
                client,
                enabled.map(({ name }) => name),
            )}
        </dl>
        !${isPublic ? "" : html`<p><a href="/applications/${client.client_id}/secret">Show the client secret</a></p>`}
        !${tryForm(client, settings)}
    </section>`;
}

function tryForm(
    { client_id, name, callbacks = [], grant_types = [] }: ClientRecord,
    settings: string | undefined,
): string {
    if (callbacks.length === 0 || !grant_types.includes("authorization_code")) {
        return html`<p class="hint">
            Nobody can sign in to this application: it has no callback, or not the grant for it.
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
                >
${settings ?? ""}</textarea>
                <span class="hint" id="hint-${client_id}">
                    ${
                        settings === undefined
                            ? "Those that the export writes. Without any, OpenMetadata's defaults apply."
                            : "Those of the last deployment. Change them to see what that would mean."
                    }
                </span>
            </p>
        </details>
        <p><button type="submit" aria-label="Try ${name}">Try</button></p>
    </form>`;
}
