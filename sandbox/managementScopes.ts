const things = [
    "clients",
    "client_keys",
    "client_credentials",
    "client_grants",
    "client_summary",
    "connections",
    "resource_servers",
    "users",
    "users_app_metadata",
    "roles",
    "role_members",
    "rules",
    "actions",
    "hooks",
    "tenant_settings",
    "custom_domains",
    "grants",
    "organizations",
    "organization_client_grants",
    "organization_connections",
    "organization_members",
    "organization_member_roles",
    "branding",
    "attack_protection",
    "guardian_factors",
    "logs",
    "signing_keys",
];

/** The scopes of the Management API that the sandbox's tenant has. */
export const managementScopes: readonly string[] = things.flatMap((thing) =>
    ["create", "read", "update", "delete"].map((verb) => `${verb}:${thing}`),
);
