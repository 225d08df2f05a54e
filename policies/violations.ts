import type {
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { inputLeaves, newOutputLeaves } from "./engineValues";
import type { Leaf } from "./leaves";

/** A policy that looks at resources before they are deployed, and again at the whole stack. */
export type WholePolicy = ResourceValidationPolicy & StackValidationPolicy;

/** Reports what is wrong, and what to write instead; no value of a secret is in it. */
export function report(problems: readonly Problem[], reportViolation: ReportViolation, urn?: string): void {
    for (const { key, wrong, write } of problems) {
        reportViolation(`${key}: ${wrong}. ${write}`, urn);
    }
}

/** What a policy is asked with, about a resource or about a stack. */
type Asked = Pick<ResourceValidationArgs & StackValidationArgs, "getConfig">;

/** The stack of a resource. */
export function stackOf(urn: string): string {
    return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

/** Looks at every string and boolean in the inputs of each resource, and in what comes with the outputs of each. */
export function validateLeaves(
    check: (leaf: Leaf, args: Asked, urn: string) => readonly Problem[],
): Pick<WholePolicy, "validateResource" | "validateStack"> {
    return {
        validateResource(args, reportViolation) {
            report(
                inputLeaves(args.urn).flatMap((leaf) => check(leaf, args, args.urn)),
                reportViolation,
            );
        },
        validateStack(args, reportViolation) {
            for (const { urn } of args.resources) {
                report(
                    newOutputLeaves(urn).flatMap((leaf) => check(leaf, args, urn)),
                    reportViolation,
                    urn,
                );
            }
        },
    };
}
