import { html } from "ghtml";
import { layout } from "./layout";

/** The page where a user confirms a sign-in whose callback any program on the computer could receive. */
export function confirmationPage({ application, callback }: { application: string; callback: string }): string {
    return layout({
        title: `Confirm sign-in to ${application}`,
        content: html`<div class="narrow">
            <h1>Are you signing in to ${application}?</h1>
            <p>
                You are signed in already. The answer goes to <code>${callback}</code>, and Auth0 cannot verify who
                receives it there. Continue only if you have started this sign-in yourself.
            </p>
            <form method="post">
                <button type="submit" name="decision" value="allow">Continue</button>
                <button type="submit" name="decision" value="deny" class="quiet">Cancel</button>
            </form>
        </div>`,
    });
}
