const secretName = /secret|password|token/i;
/** A JSON Web Token, or the beginning of one. */
const jwt = /\beyJ[\w-]+(?:\.[\w-]*){0,2}/g;

/** Takes secrets out of a text: those that are given, and all that looks like a JSON Web Token. */
export function redact(text: string, secrets: readonly string[]): string {
    return secrets
        .filter((secret) => secret !== "")
        .sort((a, b) => b.length - a.length)
        .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text)
        .replace(jwt, "[secret]");
}

/** The secrets in what is sent: the strings whose names say that they are one. */
export function secretsIn(value: unknown, name = ""): string[] {
    if (typeof value === "string") {
        return secretName.test(name) && value !== "" ? [value] : [];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, key));
}
