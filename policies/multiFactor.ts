import type { StackValidationPolicy } from "@pulumi/policy";
import { resourceType } from "./client";
import { report } from "./violations";

/** A program that manages a tenant asks users for a second factor. A program with clients only has no say in that. */
export const multiFactor: StackValidationPolicy = {
    name: "auth0-multi-factor",
    description: 'A password alone is all that a phisher needs (Auth0, "Multi-Factor Authentication").',
    url: "https://auth0.com/docs/secure/multi-factor-authentication",
    enforcementLevel: "advisory",
    validateStack({ resources }, reportViolation) {
        const guardians = resources.filter(({ type }) => type === resourceType.guardian);
        const lacking =
            guardians.length === 0
                ? resources.filter(({ type }) => type === resourceType.tenant)
                : guardians.filter(({ props }) => (props as { policy?: string }).policy === "never");
        for (const { urn } of lacking) {
            report(
                [
                    {
                        key: "auth0.Guardian",
                        wrong: "does not require a second factor",
                        write: 'Declare it with policy "all-applications" or "confidence-score", and the factors that users may use.',
                    },
                ],
                reportViolation,
                urn,
            );
        }
    },
};
