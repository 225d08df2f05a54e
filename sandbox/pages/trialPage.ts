import { html } from "ghtml";
import type { TrialResult } from "../tryOut/trials";
import type { Verdict } from "../tryOut/verdict";
import { layout } from "./layout";

/** What came of trying an application out: the claims of its ID token, and who OpenMetadata would take the person for. */
export function trialPage({ client, callback, claims, scope, refreshToken }: TrialResult, verdict: Verdict): string {
    return layout({
        title: `Trial of ${client.name}`,
        content: html`<h1>Signed in to ${client.name}</h1>
            <h2>What OpenMetadata would make of it</h2>
            !${describe(verdict)}
            <h2>Claims of the ID token</h2>
            <dl>
                !${Object.entries(claims).map(
                    ([claim, value]) =>
                        html`<dt><code>${claim}</code></dt>
                            <dd>${shown(value)}</dd>`,
                )}
            </dl>
            <h2>The rest of the answer</h2>
            <dl>
                <dt>Scope</dt>
                <dd>${scope}</dd>
                <dt>Refresh token</dt>
                <dd>${refreshToken ? "given" : "not given"}</dd>
                <dt>Callback</dt>
                <dd>${callback}: without the trial, the browser would be there now</dd>
            </dl>
            <p><a href="/">Back to the tenant</a> · <a href="/v2/logout">Sign out of the sandbox</a></p>`,
    });
}

function describe(verdict: Verdict): string {
    if ("refused" in verdict) {
        return html`<p class="error">It would refuse the sign-in. ${verdict.refused}</p>`;
    }
    const { name, admin, condition } = verdict;
    return html`<p>
        It would sign the person in as <strong>${name}</strong>,
        ${admin ? "an admin" : "not an admin"}${condition === undefined ? "" : `; ${condition}`}.
    </p>`;
}

function shown(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
