import { ApplicationType } from "../openmetadata/applicationType";
import { type Problem, problemAt } from "../openmetadata/problem";

/** Grants that OpenMetadata does without, each for a case of its own. */
export const AdditionalGrantType = {
    /** Lets OpenMetadata's settings page check and save a confidential client. Web only. */
    ClientCredentials: "client_credentials",
    /** For servers before 1.0, whose sign-in page used it. Tokens then pass through the address bar. */
    Implicit: "implicit",
    /** For scripts that sign in with a person's password. Avoid it. */
    Password: "password",
} as const;
export type AdditionalGrantType = (typeof AdditionalGrantType)[keyof typeof AdditionalGrantType];

const known = Object.values<string>(AdditionalGrantType);

/** Checks the additional grants against what Auth0 allows for the application type. */
export function checkAdditionalGrantTypes(
    key: string,
    type: ApplicationType | undefined,
    grants: readonly string[],
): Problem[] {
    return grants.flatMap((grant, index): Problem[] => {
        const at = `${key}[${index}]`;
        if (!known.includes(grant)) {
            return problemAt(
                at,
                `${JSON.stringify(grant)} is not a valid additional grant`,
                `Write one of ${known.join(", ")}; authorization_code and refresh_token are always included.`,
            );
        }
        if (type === ApplicationType.Spa && grant === AdditionalGrantType.ClientCredentials) {
            return problemAt(
                at,
                "Auth0 refuses client_credentials for a public client",
                'Remove it, or set applicationType to "web".',
            );
        }
        return [];
    });
}
