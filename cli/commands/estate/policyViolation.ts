import { stripVTControlCharacters } from "node:util";
import type { PolicyEvent } from "@pulumi/pulumi/automation";

/** Policies have stopped a run. */
export class PolicyViolation extends Error {
    constructor(violations: readonly PolicyEvent[]) {
        const reasons = violations.map(({ policyName, message }) => `${policyName}: ${oneLine(message)}`);
        super(`stopped by policy ${[...new Set(reasons)].join("; ")}`);
    }
}

/** A message of a policy: its description, and what is wrong, over several lines and with the engine's marks for colours. */
function oneLine(message: string): string {
    return stripVTControlCharacters(message.replaceAll(/<\{%[^%]*%\}>/g, ""))
        .trim()
        .replaceAll(/\s+/g, " ");
}
