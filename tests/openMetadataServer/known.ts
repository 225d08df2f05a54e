/**
 * How it is known that OpenMetadata answers like this: `seen` on the running server (1.12.6), read in its `source`, or
 * `inferred` from either, from reports, or from its Python client's models.
 */
export type Known = "seen" | "source" | "inferred";

declare module "fastify" {
    interface FastifyContextConfig {
        known?: Known;
    }
}

/** Marks a route with it; the server refuses a route without. */
export function known(how: Known): { readonly config: { readonly known: Known } } {
    return { config: { known: how } };
}
