import { html } from "ghtml";
import { firstPassword, firstPeople } from "../users";
import { layout } from "./layout";

/** What the sign-in page is about. */
export interface SignIn {
    /** The name of the application that users sign in to. */
    readonly application: string;
    /** What stands in the field already. */
    readonly email: string;
    /** What was wrong with the last try. */
    readonly problem?: string | undefined;
}

/** The page where users sign in. */
export function signInPage({ application, email, problem }: SignIn): string {
    const addresses = firstPeople.map((person) => person.email).join(", ");
    return layout({
        title: `Sign in to ${application}`,
        content: html`<div class="narrow">
            <h1>Sign in to ${application}</h1>
            !${problem === undefined ? "" : html`<p class="error" id="problem" role="alert">${problem}</p>`}
            <form method="post">
                <p>
                    <label for="email">Email address</label>
                    <input
                        id="email"
                        name="email"
                        type="email"
                        value="${email}"
                        autocomplete="username"
                        required
                        !${email === "" ? "autofocus" : ""}
                        !${problem === undefined ? "" : 'aria-describedby="problem" aria-invalid="true"'}
                    />
                </p>
                <p>
                    <label for="password">Password</label>
                    <input
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        required
                        !${email === "" ? "" : "autofocus"}
                        !${problem === undefined ? "" : 'aria-describedby="problem" aria-invalid="true"'}
                    />
                </p>
                <p><button type="submit">Continue</button></p>
            </form>
            <p class="hint">
                A new sandbox has the users ${addresses}, all with the password <code>${firstPassword}</code>.
            </p>
        </div>`,
    });
}
