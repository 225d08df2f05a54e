const secretName = /secret|password|token/i;
const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Takes secrets out of a text: those that are given, and all that look like a JSON Web Token. */
export function redact(text: string, secrets: readonly string[]): string {
    return secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text).replace(jwt, "[secret]");
}

/** The secrets in what is sent: the texts whose names say that they are one. */
export function secretsIn(value: unknown, name = ""): string[] {
    if (typeof value === "string") {
        return secretName.test(name) && value !== "" ? [value] : [];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, key));
}
