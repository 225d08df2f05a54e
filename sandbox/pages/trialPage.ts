import { html } from "ghtml";
import type { ActionReport } from "../signIn/postLogin";
import type { TrialResult } from "../tryOut/trials";
import type { Verdict } from "../tryOut/verdict";
import { actionReports } from "./actionReports";
import { layout } from "./layout";

/**
 * What came of trying an application out: what the Actions did, the claims of its ID token, and who OpenMetadata would take
 * the person for.
 */
export function trialPage(
    { client, callback, claims, scope, refreshToken }: TrialResult,
    verdict: Verdict,
    reports: readonly ActionReport[],
): string {
    return layout({
        title: `Trial of ${client.name}`,
        content: html`<h1>Signed in to ${client.name}</h1>
            <h2>What OpenMetadata would make of it</h2>
            !${describe(verdict)} !${actionReports(reports)}
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
    const { name, admin, condition, teams } = verdict;
    return html`<p>
            It would sign the user in as <strong>${name}</strong>,
            ${admin ? "an admin" : "not an admin"}${condition === undefined ? "" : `; ${condition}`}.
        </p>
        !${teams === undefined ? "" : html`<p>${describeTeams(teams)}</p>`}`;
}

function describeTeams(teams: readonly string[]): string {
    return teams.length === 0
        ? "The token names no teams. OpenMetadata takes nobody out of a team."
        : `It would add the user to ${teams.length === 1 ? "the team" : "the teams"} ${teams.join(", ")}, if OpenMetadata has them ` +
              "as teams of the type Group. It takes nobody out of a team.";
}

function shown(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}
