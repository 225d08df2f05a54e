import type { FastifyInstance, FastifyReply } from "fastify";
import type { Provider } from "oidc-provider";
import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";
import type { EventLog } from "./eventLog";
import { errorPage, type PageError } from "./pages/errorPage";
import { pageHeaders } from "./pages/layout";
import { eventRow, tenantPage } from "./pages/tenantPage";
import { trialPage } from "./pages/trialPage";
import { rolesOf } from "./managementApi/roles";
import { boundTo } from "./managementApi/triggerBindings";
import { isOwner } from "./owner";
import { domainOf } from "./newTenant";
import type { ClientRecord, TenantRecord } from "./records";
import { requireSameOrigin } from "./sameOrigin";
import { SandboxError } from "./sandboxError";
import { asText } from "./signIn/asText";
import type { PostLogin } from "./signIn/postLogin";
import type { StateFolder } from "./stateFolder";
import type { Store } from "./store";
import { storedSettings } from "./tryOut/storedSettings";
import { isPublic, tryResponseMode, Trials } from "./tryOut/trials";
import { judge, readSignInSettings } from "./tryOut/verdict";
import { addUserForm } from "./userForm";

/**
 * Adds the page of the tenant, with its live log, its trials, and the secrets for those who may see them.
 *
 * @param providers - Those of the tenant's domains; trials sign in at the first.
 */
export function addTenantPage(
    app: FastifyInstance,
    providers: readonly Provider[],
    store: Store,
    tenant: TenantRecord,
    log: EventLog,
    folder: StateFolder,
    postLogin: PostLogin,
): void {
    const issuers = providers.map(({ issuer }) => issuer);
    const [signInAt = ""] = issuers;
    const show = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
        reply.code(status).headers(pageHeaders).send(page);
    const clients = (): ClientRecord[] => store.list("clients").filter(({ global }) => global !== true);
    const showError = (reply: FastifyReply, error: PageError): FastifyReply => show(reply, errorPage(error), 400);

    app.get("/", (_request, reply) =>
        show(
            reply,
            tenantPage({
                domain: domainOf(tenant),
                clients: clients(),
                connections: store.list("connections"),
                users: store.list("users").map((user) => ({
                    ...user,
                    roles: rolesOf(store, user).map(({ name }) => name),
                })),
                actions: boundTo(store, "post-login").map(({ display_name }) => display_name),
                events: log.recent,
                settings: storedSettings(folder),
            }),
        ),
    );

    app.get("/events", (request, reply) => {
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
        raw.flushHeaders();
        const end = log.subscribe((event) => {
            raw.write(`data: ${JSON.stringify(eventRow(event, clients()))}\n\n`);
        });
        request.raw.on("close", end);
    });

    app.get<{ Params: { id: string } }>("/applications/:id/secret", (request, reply) => {
        const client = store.get("clients", request.params.id);
        if (!isOwner(request, reply, store, tenant)) {
            return reply
                .type("text/plain")
                .send("Enter AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, as the sandbox prints them.\n");
        }
        return reply
            .code(client === undefined ? 404 : 200)
            .header("cache-control", "no-store")
            .type("text/plain")
            .send(client === undefined ? "There is no such application.\n" : `${client.client_secret}\n`);
    });

    addUserForm(app, issuers, store, tenant);

    const trials = new Trials(signInAt, tenant.tlsCertificate);
    app.addHook("onClose", () => trials.close());
    for (const provider of providers) {
        provider.registerResponseMode(tryResponseMode, (ctx, _callback, answer) => {
            ctx.redirect(`/try?${new URLSearchParams(answer as Record<string, string>).toString()}`);
        });
    }

    app.post<{ Body: Record<string, unknown> | null | undefined }>("/try", async (request, reply) => {
        requireSameOrigin(request, ...issuers);
        const client = store.get("clients", asText(request.body?.["client_id"]));
        if (client?.callbacks?.[0] === undefined) {
            return showError(reply, {
                error: "invalid_request",
                error_description: "The application has no callback.",
            });
        }
        try {
            const settings = readSignInSettings(asText(request.body?.["settings"]));
            return await reply.redirect((await trials.start(client, settings)).href, 303);
        } catch (error) {
            if (!(error instanceof SandboxError)) throw error;
            return showError(reply, { error: "invalid_request", error_description: error.message });
        }
    });

    app.get("/try", async (request, reply) => {
        const answer = new URL(request.url, signInAt).searchParams;
        const reports = postLogin.reportOf(answer.get("state") ?? "");
        try {
            const result = await trials.finish(answer);
            if (result === undefined) {
                const error_description = "This trial has ended. Start it again from the page of the tenant.";
                return await showError(reply, { error: "invalid_request", error_description });
            }
            const verdict = judge(result.claims, result.settings, isPublic(result.client));
            return await show(reply, trialPage(result, verdict, reports));
        } catch (error) {
            if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
                return show(reply, errorPage(error, undefined, reports), 400);
            }
            if (error instanceof ClientError) {
                return showError(reply, { error: "invalid_response", error_description: error.message });
            }
            throw error;
        }
    });
}
