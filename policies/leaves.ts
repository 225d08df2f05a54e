import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";

/** One string among the values of a resource, or a boolean as one. */
export interface Leaf {
    /** Where it is, such as `settings.admins[0]`. */
    readonly path: string;
    /** The name that it goes by: the last one in its path, or the `name` beside it in a list of names and values. */
    readonly name: string;
    readonly value: string;
    /** Whether the engine treats it as a secret: encrypts it in the state, and masks it. */
    readonly secret: boolean;
}

/** All strings and booleans among values as the engine sends them; what is not known yet is left out. */
export function leavesOf(value: unknown, path = "", name = "", secret = false): Leaf[] {
    if (typeof value === "string") {
        return value === "" || value === unknownValue ? [] : [{ path, name, value, secret }];
    }
    if (typeof value === "boolean") {
        return [{ path, name, value: String(value), secret }];
    }
    if (Array.isArray(value)) {
        return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`, name, secret));
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const fields = value as Record<string, unknown>;
    if (fields[specialSigKey] === specialSecretSig) {
        return leavesOf(fields["value"], path, name, true);
    }
    return [...jsonWebKey(fields, path, name, secret), ...leavesOfFields(fields, path, secret)];
}

function leavesOfFields(fields: Record<string, unknown>, path: string, secret: boolean): Leaf[] {
    return Object.entries(fields)
        .filter(([key]) => key !== specialSigKey)
        .flatMap(([key, field]) => {
            const named = key === "value" && typeof fields["name"] === "string" ? fields["name"] : key;
            return leavesOf(field, path === "" ? key : `${path}.${key}`, named, secret);
        });
}

/** An object that is a JSON Web Key as one string, since no part of it is a key by itself. */
function jsonWebKey(fields: Record<string, unknown>, path: string, name: string, secret: boolean): Leaf[] {
    if (fields["kty"] === undefined) {
        return [];
    }
    const parts = Object.keys(fields).flatMap((key) => leavesOf(fields[key], key, key, secret));
    const privatePart = parts.find((leaf) => leaf.path === "d");
    return [
        {
            path,
            name,
            value: JSON.stringify(Object.fromEntries(parts.map((leaf) => [leaf.path, leaf.value]))),
            secret: privatePart?.secret ?? secret,
        },
    ];
}

/** A name as it is compared: `OIDC_CLIENT_SECRET`, `oidc-client-secret` and `oidcClientSecret` are one. */
export function plainName(name: string): string {
    return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
