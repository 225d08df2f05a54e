import type { FastifyInstance, FastifyReply } from "fastify";
import { identifiers } from "./identifiers";
import { databaseName } from "./newTenant";
import { isOwner } from "./owner";
import { errorPage } from "./pages/errorPage";
import { pageHeaders } from "./pages/layout";
import type { RoleRecord, TenantRecord } from "./records";
import { requireSameOrigin } from "./sameOrigin";
import { asText } from "./signIn/asText";
import type { Store } from "./store";
import { firstPassword, newUser } from "./users";

/**
 * Adds the form of the tenant's page that makes a user, or gives one other roles. As the Management API, it serves only
 * those who have the credentials of the management application.
 *
 * @param issuers - Those of the tenant's domains.
 */
export function addUserForm(
    app: FastifyInstance,
    issuers: readonly string[],
    store: Store,
    tenant: TenantRecord,
): void {
    app.post<{ Body: Record<string, unknown> | null | undefined }>("/users", (request, reply) => {
        requireSameOrigin(request, ...issuers);
        if (!isOwner(request, reply, store, tenant)) {
            return refuse(reply, "Enter AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, as the sandbox prints them.");
        }
        const email = asText(request.body?.["email"]).trim().toLowerCase();
        if (!/^[^@\s]+@[^@\s]+$/.test(email)) {
            return refuse(reply.code(400), `${JSON.stringify(email)} is not a valid email address.`);
        }
        const names = asText(request.body?.["roles"])
            .split(",")
            .map((name) => name.trim())
            .filter(Boolean);
        setUser(store, email, [...new Set(names)]);
        return reply.redirect("/#users", 303);
    });
}

function refuse(reply: FastifyReply, description: string): FastifyReply {
    return reply.headers(pageHeaders).send(errorPage({ error: "invalid_request", error_description: description }));
}

/** Makes a user if there is none with this address, and gives it these roles and no others. */
function setUser(store: Store, email: string, names: readonly string[]): void {
    const roles = store.list("roles");
    const wanted = names.map(
        (name): RoleRecord =>
            roles.find((role) => role.name === name) ?? { id: identifiers.role(), type: "tenant", name },
    );
    const profile = { email, email_verified: true, password: firstPassword };
    const user = store.list("users").find((candidate) => candidate.email === email) ?? newUser(profile, databaseName);
    store.write((changes) => {
        for (const role of wanted) changes.put("roles", role.id, role);
        changes.put("users", user.user_id, { ...user, role_ids: wanted.map(({ id }) => id) });
    });
}
