import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { parse } from "node:querystring";
import type { AccessTokens } from "./accessTokens";
import { refuseOtherHosts } from "./address";
import { EventLog } from "./eventLog";
import { addFaultRoutes } from "./faultRoutes";
import { addFaults, type Faults } from "./faults";
import { ApiError, badRequest } from "./managementApi/apiError";
import { addManagementApi } from "./managementApi/routes";
import { customDomainOf } from "./newTenant";
import { addAssets } from "./pages/assets";
import { errorPage } from "./pages/errorPage";
import { pageHeaders, safetyHeaders } from "./pages/layout";
import type { TenantRecord } from "./records";
import { addInteractions } from "./signIn/interactions";
import { PostLogin } from "./signIn/postLogin";
import { createProvider } from "./signIn/provider";
import { addSignIn, type ProviderOf } from "./signIn/routes";
import type { StateFolder } from "./stateFolder";
import type { Store } from "./store";
import { addTenantPage } from "./tenantRoutes";
import { answerUnreadablePath, answerUnreadableRequest } from "./unreadableRequest";

/** How deep a JSON body may be nested: far deeper than anything that Auth0 takes, and harmless to whatever walks it. */
const deepest = 64;

/** The longest id in a path: that of a user, of 255 characters with up to twelve signs each where they are encoded. */
const longestParameter = 8 + 255 * 12;

/** How deep the lists and objects of a JSON text are nested. */
function nesting(json: string): number {
    let depth = 0;
    let most = 0;
    for (const [sign] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
        if (sign === "[" || sign === "{") most = Math.max(most, (depth += 1));
        else if (sign === "]" || sign === "}") depth -= 1;
    }
    return most;
}

/**
 * The HTTPS server of a tenant; it does not listen yet.
 *
 * @param exposed - Whether other computers may use it.
 * @param folder - The folder that it is stored in.
 */
export function createServer(
    store: Store,
    tokens: AccessTokens,
    tenant: TenantRecord,
    faults: Faults,
    exposed: boolean,
    folder: StateFolder,
): FastifyInstance {
    const app = Fastify({
        https: { key: tenant.tlsKey, cert: tenant.tlsCertificate },
        forceCloseConnections: true,
        clientErrorHandler: answerUnreadableRequest,
        frameworkErrors: answerUnreadablePath,
        bodyLimit: 1_048_576,
        routerOptions: { maxParamLength: longestParameter },
    }) as unknown as FastifyInstance;

    // On every answer, also those of the OpenID provider library and the errors.
    app.addHook("onRequest", (_request, reply, done) => {
        for (const [name, value] of Object.entries(safetyHeaders)) reply.raw.setHeader(name, value);
        done();
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
        try {
            if (nesting(text as string) > deepest) throw new SyntaxError("nested too deeply");
            done(null, text === "" ? undefined : JSON.parse(text as string));
        } catch {
            done(badRequest("Invalid request payload JSON format", "invalid_body"), undefined);
        }
    });
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, text, done) => {
        done(null, { ...parse(text as string) });
    });
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
        if (error instanceof ApiError) {
            return reply.code(error.status).send(error.body);
        }
        const status = error.statusCode ?? 500;
        if (status >= 500) {
            console.error(error);
            return reply
                .code(500)
                .send(new ApiError(500, "Internal Server Error", "Internal error of the sandbox").body);
        }
        return reply.code(status).send(new ApiError(status, error.name, error.message).body);
    });
    app.setNotFoundHandler((request, reply) => {
        const isPage = !request.url.startsWith("/api/") && request.headers.accept?.includes("text/html") === true;
        return isPage
            ? reply
                  .code(404)
                  .headers(pageHeaders)
                  .send(errorPage({ error: "not_found", error_description: "There is no such page." }))
            : reply.code(404).send(new ApiError(404, "Not Found", "Not Found").body);
    });

    if (!exposed) refuseOtherHosts(app);
    addFaults(app, faults);
    addFaultRoutes(app, faults, store, tenant);
    const log = new EventLog();
    const customDomain = customDomainOf(tenant);
    const isCustom = ({ hostname }: FastifyRequest): boolean => hostname.toLowerCase() === tenant.customHost;
    const customTokens = customDomain === undefined ? tokens : tokens.at(customDomain);
    const postLogin = new PostLogin(store);
    const provider = createProvider(store, tokens, tenant, log, postLogin);
    const customProvider =
        customDomain === undefined ? provider : createProvider(store, customTokens, tenant, log, postLogin);
    const providerOf: ProviderOf = (request) => (isCustom(request) ? customProvider : provider);
    addSignIn(app, providerOf);
    addInteractions(app, providerOf, store, log);
    addTenantPage(app, [...new Set([customProvider, provider])], store, tenant, log, folder, postLogin);
    addAssets(app);
    const tokensOf = (request: FastifyRequest): AccessTokens => (isCustom(request) ? customTokens : tokens);
    addManagementApi(app, store, tokensOf, tenant.signingCertificate, log);
    return app;
}
