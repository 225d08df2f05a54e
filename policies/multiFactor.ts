import type { StackValidationPolicy } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

/**
 * A program that manages a tenant asks users for a second factor. A program with clients only has no say in that, and nothing
 * here asks for one unasked: it is for all applications of the tenant.
 */
export const multiFactor: StackValidationPolicy = {
    name: "auth0-multi-factor",
    description: 'A password alone is all that a phisher needs (Auth0, "Multi-Factor Authentication").',
    url: "https://auth0.com/docs/secure/multi-factor-authentication",
    enforcementLevel: "advisory",
    validateStack({ resources }, reportViolation) {
        const guardians = resources.filter(({ type }) => type === resourceType.guardian);
        const lacking =
            guardians.length === 0
                ? resources.filter(({ type }) => type === resourceType.tenant).map(({ urn }) => [urn, missing] as const)
                : guardians
                      .filter(({ props }) => (props as { policy?: string }).policy === "never")
                      .map(({ urn }) => [urn, never] as const);
        for (const [urn, problem] of lacking) {
            report([problem], reportViolation, urn);
        }
    },
};

const policy = 'policy: "all-applications"';
const forOne =
    "To ask users of OpenMetadata alone, set requireMfa for their application instead, and disable this advice.";

const missing: Problem = {
    key: "auth0.Guardian",
    wrong: "is not declared, so the program does not require a second factor",
    write: `Add \`new auth0.Guardian("tenant", { ${policy}, otp: true, recoveryCode: true });\` to the program. ${forOne}`,
};

const never: Problem = {
    key: "policy",
    wrong: '"never" requires no second factor',
    write: `Write \`${policy}\`. ${forOne}`,
};
