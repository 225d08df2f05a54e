import { TenantClient } from "../../tenant/tenantClient";
import { measureTasks } from "../tasks";
import type { Section } from "../section";
import { withTenant } from "../workplace";

/** What a request to the sandbox costs: it must not be what slows a deployment down. */
export const requests: Section = {
    title: "Requests to the sandbox",
    run: async ({ runs }) =>
        withTenant(async (tenant) => {
            const client = await TenantClient.signIn(tenant);
            try {
                const { client_id } = await client.application();
                const settings = { callbacks: ["https://example.com/callback"], grant_types: ["authorization_code"] };
                const tasks = {
                    "GET a client": () => client.call("GET", `/clients/${client_id}`),
                    "POST a client": () => client.call("POST", "/clients", { name: "Test", ...settings }),
                    "PATCH a client": () => client.call("PATCH", `/clients/${client_id}`, settings),
                };
                const time = runs * 200;
                return {
                    ran: [],
                    tables: [await measureTasks(tasks, { time }), await measureTasks(tasks, { time, atOnce: 10 })],
                    notes: ["Who asks and who answers are two processes on the same cores."],
                };
            } finally {
                await client.close();
            }
        }),
};
