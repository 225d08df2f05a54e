import type { StackValidationPolicy } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { report } from "./violations";

const parts = ["bruteForceProtection", "breachedPasswordDetection", "suspiciousIpThrottling"] as const;

type AttackProtection = Partial<Record<(typeof parts)[number], { readonly enabled?: boolean }>>;

/** A program that manages a tenant turns its attack protection on. A program with clients only has no say in that. */
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
                    .map((part) => ({ key: part, wrong: "is not turned on", write: "Write enabled: true." })),
                reportViolation,
                urn,
            );
        }
    },
};

const missing: Problem = {
    key: "auth0.AttackProtection",
    wrong: "is not declared",
    write: `Declare it, with ${parts.join(", ")} enabled.`,
};
