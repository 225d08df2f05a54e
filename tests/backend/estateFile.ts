/** An environment as the file of an estate has it; its tenant and its variables are nobody's. */
export function environmentOf(stack: string, more: object = {}): object {
    return {
        stack,
        tenant: { domain: "example.eu.auth0.com", clientId: "TEAM_CLIENT_ID", clientSecret: "TEAM_CLIENT_SECRET" },
        config: {
            applicationType: "web",
            openMetadataUrl: `https://${stack.toLowerCase().replaceAll("_", "-")}.example.com`,
            admins: ["jane.doe@example.com"],
            protect: false,
        },
        ...more,
    };
}
