import type { PolicyResource } from "@pulumi/policy";
import type { Problem } from "../openmetadata/problem";
import { resourceType } from "./client";
import { outputLeaves } from "./engineValues";
import { holdsPrivateKey } from "./keysIn";
import { isOnLoopback } from "./loopback";
import { report, stackOf, type WholePolicy } from "./violations";

interface Config {
    readonly unprotectedStacks: readonly string[];
}

const unprotected: Problem = {
    key: "protect",
    wrong: "is not set",
    write:
        "Set the resource option protect (in this project: the configuration `protect`), or add the stack to unprotectedStacks. " +
        "To delete this stack for good, run `pulumi up` without these policies, then `pulumi destroy`.",
};

/**
 * What nobody can get back is protected from deletion: the clients, and the kept private keys. Of several
 * rotations of a key in one component, only the newest that is known has to be. A tenant on loopback is the sandbox, which is
 * made to be deleted.
 */
export const protection: WholePolicy = {
    name: "protected-client-and-key",
    description:
        "Deleting the client loses its client ID, and deleting the key every token that it signed: nobody can sign in until all " +
        'servers have new settings (Pulumi\'s documentation, "protect").',
    url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            unprotectedStacks: {
                description: "Stacks that are created to be deleted.",
                type: "array",
                items: { type: "string" },
                default: [],
            },
        },
    },
    validateResource(args, reportViolation) {
        const { type, urn, opts } = args;
        if (
            type === resourceType.client &&
            !opts.protect &&
            !isOnLoopback(args) &&
            isKept(urn, args.getConfig<Config>())
        ) {
            report([unprotected], reportViolation);
        }
    },
    validateStack(args, reportViolation) {
        const config = args.getConfig<Config>();
        const clients = args.resources.filter(({ type }) => type === resourceType.client);
        if (clients.length > 0 ? clients.every(isOnLoopback) : isOnLoopback({})) {
            return;
        }
        const stashes = args.resources.filter(({ type }) => type === resourceType.stash);
        for (const stash of stashes) {
            const { urn, opts } = stash;
            if (keepsKey(stash) && !opts.protect && isKept(urn, config) && !isRetired(stash, stashes)) {
                report([unprotected], reportViolation, urn);
            }
        }
    },
};

function keepsKey({ urn }: PolicyResource): boolean {
    return outputLeaves(urn).some(({ value }) => holdsPrivateKey(value));
}

/** Whether this is a rotation of the components' own keys that a preview is to make: its key cannot be seen yet. */
function isToBeMade({ urn, parent }: PolicyResource): boolean {
    return parent?.type === "openmetadata-auth0:index:JwtSigningKeys" && outputLeaves(urn).length === 0;
}

/** Whether another rotation is protected in a key's place: what is kept beside it in one component. */
function isRetired({ parent }: PolicyResource, stashes: readonly PolicyResource[]): boolean {
    return (
        parent !== undefined &&
        parent.type !== resourceType.stack &&
        stashes.some(
            (other) => other.parent?.urn === parent.urn && other.opts.protect && (keepsKey(other) || isToBeMade(other)),
        )
    );
}

function isKept(urn: string, { unprotectedStacks }: Config): boolean {
    return !unprotectedStacks.includes(stackOf(urn));
}
