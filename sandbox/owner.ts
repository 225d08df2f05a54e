import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { TenantRecord } from "./records";
import type { Store } from "./store";

/**
 * Whether a request comes from whoever runs the sandbox: it brings client ID and secret of the management application,
 * which the sandbox prints, as user name and password. A computer can have more users than one, and all of them reach
 * its loopback addresses.
 *
 * Where it does not, the answer asks for them.
 */
export function isOwner(request: FastifyRequest, reply: FastifyReply, store: Store, tenant: TenantRecord): boolean {
    const id = tenant.managementClientId;
    const expected = Buffer.from(`${id}:${store.get("clients", id)?.client_secret ?? ""}`).toString("base64");
    const [given, wanted] = [request.headers.authorization ?? "", `Basic ${expected}`].map((text) =>
        createHash("sha256").update(text).digest(),
    ) as [Buffer, Buffer];
    if (timingSafeEqual(given, wanted)) return true;
    void reply
        .code(401)
        .header("www-authenticate", 'Basic realm="AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET of the sandbox"');
    return false;
}
