import { html } from "ghtml";
import { layout } from "./layout";

/** An error in OAuth's form. */
export interface PageError {
    readonly error: string;
    readonly error_description?: string | undefined;
}

/** The page of an error that cannot be sent back to the application. */
export function errorPage({ error, error_description }: PageError): string {
    return layout({
        title: "Error",
        content: html`<div class="narrow">
            <h1>Oops!, something went wrong</h1>
            <p class="error" role="alert">${error}: ${error_description ?? ""}</p>
        </div>`,
    });
}
