import type { FastifyInstance } from "fastify";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const types = { "style.css": "text/css", "signOut.mjs": "text/javascript", "tenantPage.mjs": "text/javascript" };

/** Adds the files that pages load. */
export function addAssets(app: FastifyInstance): void {
    for (const [name, type] of Object.entries(types)) {
        const content = readFileSync(join(__dirname, "assets", name));
        app.get(`/assets/${name}`, (_request, reply) =>
            reply
                .header("content-type", `${type}; charset=utf-8`)
                .header("x-content-type-options", "nosniff")
                .send(content),
        );
    }
}
