import { html } from "ghtml";
import { layout } from "./layout";

/**
 * The page on which a person confirms that they sign out.
 *
 * @param form - The library's form, which the buttons send.
 * @param known - Whether the application has shown an ID token of the person; nobody is asked then.
 */
export function logoutPage(form: string, known: boolean): string {
    return layout({
        title: "Sign out",
        content: html`<div class="narrow">
            <h1>Do you want to sign out?</h1>
            !${form}
            <button type="submit" form="op.logoutForm" name="logout" value="yes" id="sign-out">Sign out</button>
        </div>`,
        scripts: known ? ["signOut.mjs"] : [],
    });
}

/** The page after signing out, where the application has named no other. */
export function signedOutPage(): string {
    return layout({ title: "Signed out", content: html`<div class="narrow"><h1>You are signed out.</h1></div>` });
}
