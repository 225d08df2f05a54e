import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { botToken } from "./botToken";
import { defaultAdminRemoval } from "./defaultAdminRemoval";
import type { ResourceHandler, ServerInputs } from "./resourceHandler";
import { securityConfiguration } from "./securityConfiguration";
import { hasUnknown, unwrap, wrap } from "./values";

// By the name of the package, as the built provider is one folder further down.
const { version } = createRequire(__filename)("openmetadata-auth0/package.json") as { version: string };

/** The kinds of resource, by the last part of their type. */
const handlers = {
    SecurityConfiguration: securityConfiguration,
    DefaultAdminRemoval: defaultAdminRemoval,
    BotToken: botToken,
} as const;

type Handler = ResourceHandler<ServerInputs, ServerInputs>;

/** The handler of a resource, by its URN. */
function handlerOf(urn: string): Handler {
    const type = urn.split("::")[2] ?? "";
    const name = type.slice(type.lastIndexOf(":") + 1);
    if (!Object.hasOwn(handlers, name)) {
        throw new Error(`The plugin openmetadata-server has no resource of the type ${name}.`);
    }
    return handlers[name as keyof typeof handlers] as unknown as Handler;
}

/** The values of a resource: only those that matter to it, with secrets as they are. */
function valuesOf(properties: unknown): ServerInputs {
    return unwrap(properties) as ServerInputs;
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

    diff(_id: string, urn: string, olds: unknown, news: unknown) {
        const handler = handlerOf(urn);
        // What is not known yet may be anything.
        if (hasUnknown(news)) {
            return Promise.resolve({ changes: true });
        }
        const [outputs, inputs] = [valuesOf(olds), valuesOf(news)];
        const replaces = handler.replaces.filter((name) => outputs[name] !== inputs[name]);
        return Promise.resolve({
            changes: replaces.length > 0 || handler.differs(outputs, inputs),
            replaces,
            deleteBeforeReplace: true,
        });
    },

    async create(urn: string, properties: unknown) {
        const handler = handlerOf(urn);
        const inputs = valuesOf(properties);
        const outputs = await handler.create(inputs);
        return { id: handler.id(inputs), outs: wrap(outputs, handler.secrets) };
    },

    async read(id: string, urn: string, properties?: unknown) {
        const handler = handlerOf(urn);
        const found = await handler.read(valuesOf(properties));
        return found === undefined
            ? { id: "", props: {} }
            : { id, props: wrap(found.outputs, handler.secrets), inputs: wrap(found.inputs, handler.secrets) };
    },

    async update(_id: string, urn: string, olds: unknown, news: unknown) {
        const handler = handlerOf(urn);
        return { outs: wrap(await handler.update(valuesOf(olds), valuesOf(news)), handler.secrets) };
    },

    async delete(_id: string, urn: string, properties: unknown) {
        await handlerOf(urn).delete(valuesOf(properties));
    },
};
