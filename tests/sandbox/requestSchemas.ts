import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { projectFolder } from "../../cli/commands/project";

/** The bodies of requests that the sandbox takes, by the names that Auth0's own SDK gives them. */
const bodies = [
    "CreateClientRequestContent",
    "UpdateClientRequestContent",
    "PostClientCredentialRequestContent",
    "PatchClientCredentialRequestContent",
    "CreateConnectionRequestContent",
    "UpdateConnectionRequestContent",
    "CreateResourceServerRequestContent",
    "UpdateResourceServerRequestContent",
    "CreateClientGrantRequestContent",
    "UpdateClientGrantRequestContent",
    "CreateUserRequestContent",
    "UpdateUserRequestContent",
    "CreateActionRequestContent",
    "UpdateActionRequestContent",
    "UpdateActionBindingsRequestContent",
    "CreateRoleRequestContent",
    "UpdateRoleRequestContent",
    "AssignRoleUsersRequestContent",
    "AssignUserRolesRequestContent",
    "DeleteUserRolesRequestContent",
    "CreateOrganizationRequestContent",
    "UpdateOrganizationRequestContent",
    "AddOrganizationConnectionRequestContent",
    "UpdateOrganizationConnectionRequestContent",
    "CreateOrganizationAllConnectionRequestParameters",
    "UpdateOrganizationConnectionRequestParameters",
    "CreateOrganizationClientsRequestContent",
    "UpdateOrganizationClientRequestContent",
    "DeleteOrganizationClientsRequestContent",
    "AssociateOrganizationClientGrantRequestContent",
    "CreateOrganizationMemberRequestContent",
    "DeleteOrganizationMembersRequestContent",
    "AssignOrganizationMemberRolesRequestContent",
    "DeleteOrganizationMemberRolesRequestContent",
    "UpdateTenantSettingsRequestContent",
];

/**
 * Derives JSON schemas from the types of Auth0's SDK for Node, which Auth0 generates from the API's own description.
 */
export function generateSchemas(): string {
    const types = join(
        dirname(require.resolve("auth0/package.json")),
        "dist/cjs/management/api/requests/requests.d.ts",
    );
    const generator = createGenerator({
        path: types,
        tsconfig: join(projectFolder, "tsconfig.json"),
        skipTypeCheck: true,
        additionalProperties: false,
        jsDoc: "none",
        topRef: true,
        expose: "export",
        encodeRefs: false,
    });
    const definitions: Record<string, unknown> = {};
    for (const body of bodies) {
        Object.assign(definitions, generator.createSchema(body).definitions);
    }
    const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
    return `${JSON.stringify({ $id: "auth0", definitions: sorted }, null, 2)}\n`;
}

if (require.main === module) {
    writeFileSync(join(projectFolder, "sandbox/managementApi/validation/schemas.json"), generateSchemas());
}
