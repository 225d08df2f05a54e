import { deepEqual, ok } from "node:assert/strict";
import { policies } from "../../policies/policies";
import { sayings, secret, type Told } from "./asked";
import { cases, client, type SecretValue } from "./cases";

/** Values as the engine would send them: secrets marked, and without what is not given. */
function marked(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(marked);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if ("secretValue" in value) {
        return secret((value as SecretValue).secretValue);
    }
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(given.map(([name, item]) => [name, marked(item)]));
}

/** The mandatory policies that a case violates. */
async function violated(resources: readonly Told[]): Promise<string[]> {
    const told = new Map<Told, Told>();
    for (const resource of resources) {
        told.set(resource, {
            ...resource,
            ...(resource.inputs && { inputs: marked(resource.inputs) as Record<string, unknown> }),
            ...(resource.parent && { parent: told.get(resource.parent) }),
            ...(resource.from && {
                from: Object.fromEntries(
                    Object.entries(resource.from).map(([name, source]) => [name, told.get(source) ?? source]),
                ),
            }),
        });
    }
    const names: string[] = [];
    for (const policy of policies) {
        if (
            policy.enforcementLevel === "mandatory" &&
            (await sayings(policy, [...told.values()], { stack: "sandbox" })).length > 0
        ) {
            names.push(policy.name);
        }
    }
    return names;
}

describe("Policy pack", () => {
    it("Every mandatory policy but two has a case, and there are at least 40", () => {
        ok(cases.length >= 40, String(cases.length));
        const named = new Set(cases.map(({ stoppedBy }) => stoppedBy));
        const unnamed = policies.filter(
            ({ name, enforcementLevel }) => enforcementLevel === "mandatory" && !named.has(name),
        );
        deepEqual(
            unnamed.map(({ name }) => name),
            ["auth0-refresh-token-rotation", "openmetadata-principal-domain"],
        );
    });

    it("A valid client violates no mandatory policy", async () => {
        deepEqual(await violated([client({})]), []);
    });

    for (const { what, stoppedBy, resources } of cases) {
        it(`Only ${stoppedBy} rejects ${what}`, async () => {
            const names = await violated(resources);
            // A default value in plain text that is a secret is two things.
            deepEqual(
                names.filter((name) => name !== stoppedBy),
                [],
            );
            ok(names.includes(stoppedBy));
        });
    }
});
