import { isPortable } from "./portable";
import { type Problem, problemAt } from "./problem";

/** The types of Auth0 application that OpenMetadata signs users in with. */
export const ApplicationType = {
    /** A Single Page Application. A public client: the browser redeems the code with PKCE, and there is a client ID only. */
    Spa: "spa",
    /**
     * A Regular Web Application. A confidential client: OpenMetadata's server redeems the authorization code, with client ID
     * and client secret.
     */
    Web: "web",
} as const;
export type ApplicationType = (typeof ApplicationType)[keyof typeof ApplicationType];

/** Checks that `value` names one of the two application types. */
export function checkApplicationType(key: string, value: unknown): Problem[] {
    if (Object.values<unknown>(ApplicationType).includes(value)) {
        return [];
    }
    return problemAt(
        key,
        value === undefined ? "is missing" : `${JSON.stringify(value)} is not a valid application type`,
        'Write "spa" (public client, client ID only) or "web" (confidential client, client ID and secret).',
    );
}

/** What is wrong with a client secret for a SPA: OpenMetadata's guide has it that sign-in fails with one. */
export function checkSpaHasNoSecret(key: string): Problem[] {
    return problemAt(
        key,
        "a Single Page Application is a public client: sign-in fails when it is given a client secret",
        'Remove the secret, or set applicationType to "web".',
    );
}

/** What is wrong, for a SPA, with what only the server of a Web application sends. */
export function checkNoEffectOnSpa(key: string): Problem[] {
    return problemAt(
        key,
        "has no effect on a Single Page Application: only the server of a Web application sends it",
        'Remove it, or set applicationType to "web".',
    );
}

/** Checks that OpenMetadata gets the client secret of a Web application: its guide has it that the ID alone fails. */
export function checkWebHasSecret(key: string, type: ApplicationType, hasSecret: boolean): Problem[] {
    if (type !== ApplicationType.Web || hasSecret) {
        return [];
    }
    return problemAt(
        key,
        "a Regular Web Application is a confidential client: sign-in fails with the client ID alone",
        'Set the client secret, or set applicationType to "spa".',
    );
}

/**
 * Checks a client secret of the user's own: of a length that Auth0 takes, in characters that no form of OpenMetadata's
 * settings reads in another way. It is not in what is said.
 */
export function checkClientSecret(key: string, clientSecret: string): Problem[] {
    if (/^[A-Za-z0-9._~-]{16,256}$/.test(clientSecret) && isPortable(clientSecret)) {
        return [];
    }
    return problemAt(
        key,
        "is not a client secret that both Auth0 and OpenMetadata's settings files accept",
        "Use 16 to 256 letters, digits and - . _ ~, not beginning with ~ and not a number; `openssl rand -hex 32` generates one.",
    );
}

/** Checks a client secret that is there already: whether OpenMetadata's settings can carry it. It is not in what is said. */
export function checkSettingsCarrySecret(key: string, clientSecret: string): Problem[] {
    return isPortable(clientSecret)
        ? []
        : problemAt(
              key,
              "has a character or a form that OpenMetadata's settings cannot carry",
              "Rotate the secret: set clientSecretRotation to a new name, such as 2027-01.",
          );
}

/** Checks that a client secret is either given or made anew, and not both. */
export function checkOneSecret(key: string, hasSecret: boolean, rotation: string | undefined): Problem[] {
    if (!hasSecret || rotation === undefined) {
        return [];
    }
    return problemAt(
        key,
        "generates a client secret, but one is set as well",
        "Remove one of the two; to rotate a secret of your own, set a new one.",
    );
}
