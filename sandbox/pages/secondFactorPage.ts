import { html } from "ghtml";
import { layout } from "./layout";

/** The page where a user shows a second factor. The sandbox has none to check, and says so. */
export function secondFactorPage({ application }: { application: string }): string {
    return layout({
        title: `Second factor for ${application}`,
        content: html`<div class="narrow">
            <h1>Verify your identity</h1>
            <p>
                An Action requires a second factor for ${application}. At Auth0, you would give a one-time code or
                confirm on your phone here.
            </p>
            <p class="hint">This page is the sandbox's stand-in: it checks nothing.</p>
            <form method="post">
                <button type="submit" name="decision" value="allow">Continue</button>
                <button type="submit" name="decision" value="deny" class="quiet">Cancel</button>
            </form>
        </div>`,
    });
}
