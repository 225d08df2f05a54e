import { html } from "ghtml";
import { layout } from "./layout";

/** The page where a person allows a third party's application what it asks for. */
export function consentPage({ application, scopes }: { application: string; scopes: readonly string[] }): string {
    return layout({
        title: `Authorize ${application}`,
        content: html`<div class="narrow">
            <h1>Authorize ${application}</h1>
            <p>${application} is a third-party application. It requests:</p>
            <ul>
                !${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
            </ul>
            <form method="post">
                <button type="submit" name="decision" value="allow">Accept</button>
                <button type="submit" name="decision" value="deny" class="quiet">Decline</button>
            </form>
        </div>`,
    });
}
