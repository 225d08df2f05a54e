import * as pulumi from "@pulumi/pulumi";
import * as library from "../../components";

/** A component, whatever its arguments are. */
export type Component = new (
    name: string,
    args: object,
    opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** The components that the library exports, by the name of their class. */
export const components: Readonly<Record<string, Component>> = Object.fromEntries(
    Object.values<unknown>(library)
        .filter(isComponent)
        .map((component) => [component.name, component]),
);

function isComponent(exported: unknown): exported is Component {
    return typeof exported === "function" && exported.prototype instanceof pulumi.ComponentResource;
}
