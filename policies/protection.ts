import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { engineOutputs } from "./engineValues";
import { holdsPrivateKey } from "./keysIn";
import { leavesOf } from "./leaves";
import { report, type WholePolicy } from "./violations";

interface Config {
    readonly unprotectedStacks: readonly string[];
}

const unprotected: Problem = {
    key: "protect",
    wrong: "is not set",
    write: "Set the resource option protect (here: the configuration `protect`), or add the stack to unprotectedStacks.",
};

/**
 * What nobody can get back is protected from deletion: the clients, and the kept private keys. Of several keys below one
 * parent, the generations of one, only that in use has to be.
 */
export const protection: WholePolicy = {
    name: "protected-client-and-key",
    description:
        "With the client goes its client ID, with the key every token it has signed: nobody gets in until all servers " +
        'are told anew (Pulumi\'s documentation, "protect").',
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            unprotectedStacks: {
                description: "Stacks that are made to be deleted.",
                type: "array",
                items: { type: "string" },
                default: ["sandbox"],
            },
        },
    },
    validateResource(args, reportViolation) {
        const { type, urn, opts } = args;
        if (type === resourceType.client && !opts.protect && isKept(urn, args.getConfig<Config>())) {
            report([unprotected], reportViolation);
        }
    },
    validateStack(args, reportViolation) {
        const config = args.getConfig<Config>();
        const keys = args.resources.filter(
            ({ type, urn }) =>
                type === resourceType.stash &&
                isKept(urn, config) &&
                leavesOf(engineOutputs(urn)).some(({ value }) => holdsPrivateKey(value)),
        );
        const safe = new Set(keys.filter(({ opts }) => opts.protect).map(({ parent }) => parent?.urn));
        for (const { urn, parent, opts } of keys) {
            if (!opts.protect && !safe.has(parent?.urn)) {
                report([unprotected], reportViolation, urn);
            }
        }
    },
};

function isKept(urn: string, { unprotectedStacks }: Config): boolean {
    const stack = /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
    return !unprotectedStacks.includes(stack);
}
