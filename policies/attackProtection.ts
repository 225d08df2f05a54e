import type { StackValidationPolicy } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

const parts = ["bruteForceProtection", "breachedPasswordDetection", "suspiciousIpThrottling"] as const;

type AttackProtection = Partial<Record<(typeof parts)[number], { readonly enabled?: boolean }>>;

/**
 * A program that manages a tenant turns its attack protection on. A program with clients only has no say in that, and nothing
 * here turns it on unasked: it is for all applications of the tenant.
 */
export const attackProtection: StackValidationPolicy = {
    name: "auth0-attack-protection",
    description:
        'Passwords are guessed, and reused after a leak; Auth0 detects both, if it is enabled (Auth0, "Attack ' +
        'Protection").',
    url: "https://auth0.com/docs/secure/attack-protection",
    enforcementLevel: "advisory",
    validateStack({ resources }, reportViolation) {
        const protections = resources.filter(({ type }) => type === resourceType.attackProtection);
        if (protections.length === 0) {
            for (const { urn } of resources.filter(({ type }) => type === resourceType.tenant)) {
                report([missing], reportViolation, urn);
            }
        }
        for (const { urn, props } of protections) {
            const settings = props as AttackProtection;
            report(
                parts
                    .filter((part) => settings[part]?.enabled !== true)
                    .map((part) => ({ key: part, wrong: "is not turned on", write: `Write \`${line(part)}\`.` })),
                reportViolation,
                urn,
            );
        }
    },
};

/** The line of a program that turns a part on. */
function line(part: (typeof parts)[number]): string {
    return `${part}: { enabled: true }`;
}

const missing: Problem = {
    key: "auth0.AttackProtection",
    wrong: "is not declared",
    write: `Add \`new auth0.AttackProtection("tenant", { ${parts.map(line).join(", ")} });\` to the program.`,
};
