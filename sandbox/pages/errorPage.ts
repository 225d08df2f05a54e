import { html } from "ghtml";
import type { ClientRecord } from "../records";
import type { ActionReport } from "../signIn/postLogin";
import { actionReports } from "./actionReports";
import { declaredSettings } from "./declaredSettings";
import { layout } from "./layout";

/** An error in OAuth's form. */
export interface PageError {
    readonly error: string;
    readonly error_description?: string | undefined;
}

/**
 * The page of an error that cannot be sent back to the application.
 *
 * @param client - The application that the request is about: the page shows what is declared of it.
 * @param reports - What the Actions did in the sign-in that it ends.
 */
export function errorPage(
    { error, error_description }: PageError,
    client?: ClientRecord,
    reports: readonly ActionReport[] = [],
): string {
    return layout({
        title: "Error",
        content: html`<h1>Oops!, something went wrong</h1>
            <p class="error" role="alert">${error}: ${error_description ?? ""}</p>
            !${actionReports(reports)} !${client === undefined ? "" : declared(client)}
            <p>
                <a href="/">The tenant's page</a> shows all applications, users and events. Auth0's documentation:
                <a href="https://auth0.com/docs/get-started/applications/application-settings">application settings</a>.
            </p>`,
    });
}

function declared(client: ClientRecord): string {
    return html`<h2>What ${client.name} declares</h2>
        <dl>!${declaredSettings(client)}</dl>`;
}
