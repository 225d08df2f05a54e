import * as pulumi from "@pulumi/pulumi";

const { isRpcSecret, unwrapRpcSecret, unknownValue, specialSigKey, specialSecretSig } = pulumi.runtime;

/** Plain values out of those that the engine sends, in which secrets are marked. */
export function unwrap(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(unwrap);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (isRpcSecret(value)) {
        return unwrap(unwrapRpcSecret(value));
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, unwrap(item)]));
}

/** Whether something in a value is not known before the run. */
export function hasUnknown(value: unknown): boolean {
    if (value === unknownValue) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

/** Values with those marked that are secret, so that the engine encrypts them in the state and masks them. */
export function wrap(values: object, secrets: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(values).map(([name, value]: [string, unknown]) => [
            name,
            secrets.includes(name) && value !== undefined ? { [specialSigKey]: specialSecretSig, value } : value,
        ]),
    );
}
