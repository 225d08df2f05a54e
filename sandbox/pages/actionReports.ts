import { html } from "ghtml";
import type { ActionReport } from "../signIn/postLogin";

/** What the Actions did in a sign-in, one after the other; nothing where none is bound. */
export function actionReports(reports: readonly ActionReport[]): string {
    if (reports.length === 0) return "";
    return html`<h2>What the Actions did</h2>
        <dl>
            !${reports.map(
                ({ action, effects }) =>
                    html`<dt>${action}</dt>
                        !${effects.map((effect) => html`<dd>${effect}</dd>`)}`,
            )}
        </dl>`;
}
