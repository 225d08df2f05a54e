import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { InteractionResults, Provider } from "oidc-provider";
import type { EventLog } from "../eventLog";
import { confirmationPage } from "../pages/confirmationPage";
import { consentPage } from "../pages/consentPage";
import { errorPage } from "../pages/errorPage";
import { pageHeaders } from "../pages/layout";
import { secondFactorPage } from "../pages/secondFactorPage";
import { signInPage } from "../pages/signInPage";
import type { ClientRecord } from "../records";
import { requireSameOrigin } from "../sameOrigin";
import type { Store } from "../store";
import { authenticate } from "../users";
import { asText } from "./asText";
import { signInConnections } from "./connections";
import { errors } from "./library";
import type { ProviderOf } from "./routes";

/** The pages, with the prompts of a sign-in that each is for. */
const promptsOf: Readonly<Record<"login" | "consent" | "confirm" | "second-factor", readonly string[]>> = {
    login: ["login", "select_account"],
    consent: ["consent"],
    confirm: ["confirmation"],
    "second-factor": ["secondFactor"],
};

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** Adds the pages on which users sign in, and consent to what third parties ask for. */
export function addInteractions(app: FastifyInstance, providerOf: ProviderOf, store: Store, log: EventLog): void {
    const clientOf = ({ params }: Interaction): ClientRecord | undefined =>
        store.get("clients", asText(params["client_id"]));
    /** The names of the database connections through which users may sign in to the application. */
    const databases = (client: ClientRecord, { params }: Interaction): string[] =>
        signInConnections(store, client, asText(params["organization"]) || undefined)
            .filter(({ strategy }) => strategy === "auth0")
            .map(({ name }) => name)
            .filter((name) => params["connection"] === undefined || name === params["connection"]);
    const show = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
        reply.code(status).headers(pageHeaders).send(page);
    /** Runs a page with the sign-in that it belongs to. */
    const route = (
        method: "GET" | "POST",
        path: keyof typeof promptsOf,
        answer: (request: FastifyRequest, reply: FastifyReply, interaction: Interaction) => Promise<unknown>,
    ): void => {
        app.route({
            method,
            url: `/u/${path}/:uid`,
            handler: async (request, reply) => {
                const provider = providerOf(request);
                if (method === "POST") requireSameOrigin(request, provider.issuer);
                try {
                    const interaction = await provider.interactionDetails(request.raw, reply.raw);
                    if (!promptsOf[path].includes(interaction.prompt.name)) {
                        throw new errors.SessionNotFound("The sign-in waits for another page.");
                    }
                    return await answer(request, reply, interaction);
                } catch (error) {
                    if (!(error instanceof errors.SessionNotFound)) throw error;
                    const description = "This sign-in has ended, or was started in another browser. Start it again.";
                    return show(reply, errorPage({ error: "invalid_request", error_description: description }), 400);
                }
            },
        });
    };
    /** Sends the browser on, with what came of the page. */
    const finish = async (
        request: FastifyRequest,
        reply: FastifyReply,
        result: InteractionResults,
    ): Promise<FastifyReply> =>
        reply.redirect(await providerOf(request).interactionResult(request.raw, reply.raw, result), 303);

    route("GET", "login", (_request, reply, interaction) => {
        const client = clientOf(interaction);
        if (client !== undefined && databases(client, interaction).length === 0) {
            const description = "The sandbox signs users in through database connections only. Enable one of those.";
            return Promise.resolve(
                show(reply, errorPage({ error: "invalid_request", error_description: description }), 400),
            );
        }
        const email = asText(interaction.params["login_hint"]);
        return Promise.resolve(show(reply, signInPage({ application: client?.name ?? "", email })));
    });

    route("POST", "login", async (request, reply, interaction) => {
        const client = clientOf(interaction);
        const { email, password } = fields(request);
        const connections = client === undefined ? [] : databases(client, interaction);
        const user = await authenticate(store, connections, email ?? "", password ?? "");
        const who = { clientId: client?.client_id, user: user?.email };
        if (user === undefined) {
            const problem = "Wrong email or password.";
            log.add("fp", problem, who);
            return show(reply, signInPage({ application: client?.name ?? "", email: email ?? "", problem }), 400);
        }
        if (user.blocked === true) {
            return finish(request, reply, { error: "unauthorized", error_description: "user is blocked" });
        }
        return finish(request, reply, { login: { accountId: user.user_id }, select_account: {} });
    });

    route("GET", "consent", (_request, reply, interaction) =>
        Promise.resolve(
            show(
                reply,
                consentPage({ application: clientOf(interaction)?.name ?? "", scopes: askedScopes(interaction) }),
            ),
        ),
    );

    const refusal = { error: "access_denied", error_description: "User did not authorize the request" };
    route("POST", "consent", async (request, reply, interaction) => {
        if (fields(request)["decision"] !== "allow") return finish(request, reply, refusal);
        const grant = new (providerOf(request).Grant)({
            accountId: interaction.session?.accountId ?? "",
            clientId: asText(interaction.params["client_id"]),
        });
        grant.addOIDCScope(askedScopes(interaction).join(" "));
        return finish(request, reply, { consent: { grantId: await grant.save() } });
    });

    route("GET", "second-factor", (_request, reply, interaction) =>
        Promise.resolve(show(reply, secondFactorPage({ application: clientOf(interaction)?.name ?? "" }))),
    );

    route("POST", "second-factor", (request, reply, { session }) =>
        finish(
            request,
            reply,
            fields(request)["decision"] === "allow"
                ? { login: { accountId: session?.accountId ?? "", amr: ["mfa"] }, secondFactor: {} }
                : refusal,
        ),
    );

    route("GET", "confirm", (_request, reply, interaction) => {
        const callback = asText(interaction.params["redirect_uri"]);
        return Promise.resolve(
            show(reply, confirmationPage({ application: clientOf(interaction)?.name ?? "", callback })),
        );
    });

    route("POST", "confirm", (request, reply) =>
        finish(request, reply, fields(request)["decision"] === "allow" ? { confirmation: {} } : refusal),
    );
}

function askedScopes({ params }: Interaction): string[] {
    return asText(params["scope"]).split(" ");
}

/** The fields of a form that was sent. */
function fields({ body }: FastifyRequest): Readonly<Record<string, string | undefined>> {
    const entries = Object.entries((body ?? {}) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join("")]));
}
