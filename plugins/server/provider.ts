import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { ApiError } from "../../openmetadata/api";
import { type ServerInputs, type ServerResourceKind, serverResourceType } from "../../openmetadata/serverResources";
import { botToken } from "./botToken";
import { botTokenRenewal } from "./botTokenRenewal";
import { contextOf } from "./context";
import { defaultAdminRemoval } from "./defaultAdminRemoval";
import { PartlyDone } from "./partlyDone";
import type { ResourceHandler } from "./resourceHandler";
import { securityConfiguration } from "./securityConfiguration";
import { teams } from "./teams";
import { hasUnknown, unwrap, wrap } from "./values";

// By the name of the package, as the built provider is one folder further down.
const { version } = createRequire(__filename)("openmetadata-auth0/package.json") as { version: string };

/** A handler of each kind of resource. */
const handlers: { readonly [Kind in ServerResourceKind]: ResourceHandler<Kind> } = {
    SecurityConfiguration: securityConfiguration,
    DefaultAdminRemoval: defaultAdminRemoval,
    BotToken: botToken,
    BotTokenRenewal: botTokenRenewal,
    Teams: teams,
};

const byType = new Map(
    Object.entries(handlers).map(([kind, handler]) => [serverResourceType(kind as ServerResourceKind), handler]),
);

/** A handler of whichever kind: the engine passes it only what it has been given for that kind. */
type Handler = ResourceHandler<ServerResourceKind, ServerInputs, ServerInputs>;

/** The handler of a resource, by its URN. */
function handlerOf(urn: string): Handler {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const handler = byType.get(type);
    if (handler === undefined) {
        throw new Error(`The plugin openmetadata-server has no resource of the type ${type}.`);
    }
    return handler as unknown as Handler;
}

/** The values of a resource: only those that matter to it, with secrets as they are. */
function valuesOf(properties: unknown): ServerInputs {
    return unwrap(properties) as ServerInputs;
}

/** How long a look at the server may take that only finds out whether something was changed there, in milliseconds. */
const glance = { timeout: 5000, attempts: 1 };

/** The servers that could not be looked at: said once for each. */
const unseen = new Set<string>();

/**
 * What is on the server now, so that a run notices what was changed there without a refresh. Where the server cannot be
 * looked at, as it is down or refuses the token, that is what the last run has left.
 *
 * @returns `undefined` where the resource is gone.
 */
async function look(handler: Handler, urn: string, outputs: ServerInputs, { url, token }: ServerInputs) {
    const context = contextOf(urn, { url, token }, glance);
    try {
        const found = (await handler.read({ ...outputs, url, token }, context))?.outputs;
        return { outputs: found && { ...found, url: outputs.url, token: outputs.token }, context };
    } catch (error) {
        if (!(error instanceof ApiError)) {
            throw error;
        }
        if (!unseen.has(url)) {
            unseen.add(url);
            await context.warn(`What was changed on ${url} since the last \`up\` is not seen here: ${error.message}`);
        }
        return { outputs, context };
    }
}

/** Does some work; where it fails halfway, what was done by then goes into the state, as the engine knows it from the error. */
async function stored<T>(id: string, { secrets }: Handler, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        if (error instanceof PartlyDone) {
            Object.assign(error, { id, properties: wrap(error.outputs, secrets), reasons: [error.message] });
        }
        throw error;
    }
}

/**
 * The resources of a running OpenMetadata server, as a provider for Pulumi's engine.
 *
 * It is a provider of its own, and not a dynamic one: nothing but values is in the state, each kind of resource has a type
 * of its own, which policies and other languages know it by, and a new version of the package changes no resource.
 */
export const openMetadataProvider: pulumi.provider.Provider = {
    version,

    check(_urn: string, _olds: unknown, news: unknown) {
        return Promise.resolve({ inputs: news });
    },

    async diff(_id: string, urn: string, olds: unknown, news: unknown) {
        const handler = handlerOf(urn);
        const idle: readonly string[] = handler.idle ?? [];
        // What is not known yet may be anything.
        if (Object.entries(news as object).some(([name, value]) => !idle.includes(name) && hasUnknown(value))) {
            return { changes: true };
        }
        const [outputs, inputs] = [valuesOf(olds), valuesOf(news)];
        const replaces = handler.replaces.filter((name) => outputs[name] !== inputs[name]);
        if (replaces.length > 0) {
            return { changes: true, replaces, deleteBeforeReplace: true };
        }
        const now = await look(handler, urn, outputs, inputs);
        const drift = handler.drift(outputs, now.outputs);
        if (drift !== undefined) {
            await now.context.warn(drift);
        }
        return { changes: now.outputs === undefined || handler.differs(now.outputs, inputs) };
    },

    async create(urn: string, properties: unknown) {
        const handler = handlerOf(urn);
        const inputs = valuesOf(properties);
        const id = handler.id(inputs);
        const outputs = await stored(id, handler, () => handler.create(inputs, contextOf(urn, inputs)));
        return { id, outs: wrap(outputs, handler.secrets) };
    },

    async read(id: string, urn: string, properties?: unknown) {
        const handler = handlerOf(urn);
        const outputs = valuesOf(properties);
        const found = await handler.read(outputs, contextOf(urn, outputs));
        return found === undefined
            ? { id: "", props: {} }
            : { id, props: wrap(found.outputs, handler.secrets), inputs: wrap(found.inputs, handler.secrets) };
    },

    async update(id: string, urn: string, olds: unknown, news: unknown) {
        const handler = handlerOf(urn);
        const inputs = valuesOf(news);
        const context = contextOf(urn, inputs);
        const now = await look(handler, urn, valuesOf(olds), inputs);
        const { outputs: found } = now;
        const outputs = await stored(id, handler, () =>
            found === undefined ? handler.create(inputs, context) : handler.update(found, inputs, context),
        );
        return { outs: wrap(outputs, handler.secrets) };
    },

    async delete(_id: string, urn: string, properties: unknown) {
        const outputs = valuesOf(properties);
        await handlerOf(urn).delete(outputs, contextOf(urn, outputs));
    },
};
