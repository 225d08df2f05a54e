import Ajv from "ajv";
import type { FastifyInstance } from "fastify";
import { type Fault, faultKinds, type Faults } from "./faults";
import { badRequest } from "./managementApi/apiError";
import { isOwner } from "./owner";
import type { TenantRecord } from "./records";
import type { Store } from "./store";

const isFaults = new Ajv().compile<Fault[]>({
    type: "array",
    items: {
        type: "object",
        properties: {
            kind: { enum: Object.keys(faultKinds) },
            times: { type: "integer", minimum: 1 },
            method: { enum: ["GET", "POST", "PATCH", "DELETE"] },
            path: { type: "string", pattern: "^/api/v2/" },
        },
        required: ["kind", "times"],
        additionalProperties: false,
    },
});

/** Adds `/sandbox/faults`, by which whoever runs the sandbox says what goes wrong with its Management API, and sees it. */
export function addFaultRoutes(app: FastifyInstance, faults: Faults, store: Store, tenant: TenantRecord): void {
    app.route({
        method: ["GET", "PUT"],
        url: "/sandbox/faults",
        handler: (request, reply) => {
            if (!isOwner(request, reply, store, tenant)) {
                return reply.send({ error: "Give AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET as user name and password." });
            }
            if (request.method === "PUT") {
                if (!isFaults(request.body)) {
                    throw badRequest(
                        `Give a list of faults, each with kind (${Object.keys(faultKinds).join(", ")}) and times, ` +
                            "and, where wanted, method (GET, POST, PATCH, DELETE) and path (the beginning of one below /api/v2/).",
                    );
                }
                faults.set(request.body);
            }
            return reply.send(faults.pending);
        },
    });
}
