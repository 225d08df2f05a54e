import type * as pulumi from "@pulumi/pulumi";
import { readArguments } from "./arguments";
import { components } from "./components";
import { packageSchema } from "./packageSchema";

/**
 * The components, as a provider for Pulumi's engine: for programs in other languages.
 *
 * The schema is at hand, and not inferred from the sources at each start: that takes seconds and a compiler, and leaves out
 * which values are secret.
 */
export const componentProvider: pulumi.provider.Provider = {
    version: packageSchema.version,
    schema: JSON.stringify(packageSchema),

    async construct(name, type, inputs, options) {
        const Component = components[type.slice(type.lastIndexOf(":") + 1)];
        const componentType = packageSchema.resources[type];
        if (Component === undefined || componentType === undefined) {
            throw new Error(`The package openmetadata-auth0 has no component of the type ${type}.`);
        }
        const component = new Component(name, await readArguments(componentType, inputs), options);
        const outputs = component as unknown as Readonly<Record<string, unknown>>;
        return {
            urn: component.urn,
            state: Object.fromEntries(Object.keys(componentType.properties).map((output) => [output, outputs[output]])),
        };
    },
};
