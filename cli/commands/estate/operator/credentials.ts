/** The variables that the backend and the secrets provider of a Stack want, by its `spec`; those of clouds are not known here. */
export function credentialsOf({ backend, secretsProvider }: Readonly<Record<string, unknown>>): string[] {
    const url = stringOf(backend);
    if (/^https?:/.test(url)) {
        return ["PULUMI_ACCESS_TOKEN"];
    }
    return [
        ...(/^postgres(ql)?:/.test(url) ? ["PGPASSWORD"] : []),
        ...(["", "default", "passphrase"].includes(stringOf(secretsProvider)) ? ["PULUMI_CONFIG_PASSPHRASE"] : []),
    ];
}

/** What is no string is for the operator's schema to refuse. */
export function stringOf(value: unknown): string {
    return typeof value === "string" ? value : "";
}
