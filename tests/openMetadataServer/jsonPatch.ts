import { ServerError } from "./errors";

/** An operation of a JSON Patch (RFC 6902), of the kinds that OpenMetadata's page sends. */
export interface PatchOperation {
    readonly op: string;
    readonly path: string;
    readonly value?: unknown;
}

/** Applies a patch of `add`, `replace` and `remove` to a copy. */
export function patched<T extends object>(document: T, operations: readonly PatchOperation[]): T {
    const copy = structuredClone(document);
    for (const { op, path, value } of operations) {
        const keys = path
            .split("/")
            .slice(1)
            .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
        const last = keys.pop() ?? "";
        let parent = copy as Record<string, unknown>;
        for (const key of keys) {
            const next = parent[key];
            if (typeof next !== "object" || next === null) {
                throw new ServerError("source", 500, `Failed to patch security configuration: no ${path}`);
            }
            parent = next as Record<string, unknown>;
        }
        switch (op) {
            case "add":
            case "replace":
                parent[last] = value;
                break;
            case "remove":
                // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the patch names it
                delete parent[last];
                break;
            default:
                throw new ServerError("source", 500, `Failed to patch security configuration: ${op} is not known here`);
        }
    }
    return copy;
}
