import type { ServerResourceKind, ServerResources } from "../../openmetadata/serverResources";
import type { Context } from "./context";

/** What a resource is found to be on the server. */
export interface Found<Kind extends ServerResourceKind> {
    /** The inputs that would have made it so. */
    readonly inputs: ServerResources[Kind]["inputs"];
    readonly outputs: ServerResources[Kind]["outputs"];
}

/**
 * One kind of resource of an OpenMetadata server. Every method throws an Error that says what is wrong and what to do; `create`
 * and `update` throw a PartlyDone where they have done something that the state has to have.
 */
export interface ResourceHandler<
    Kind extends ServerResourceKind,
    Inputs = ServerResources[Kind]["inputs"],
    Outputs = ServerResources[Kind]["outputs"],
> {
    /** The properties that are secret, wherever they stand. */
    readonly secrets: readonly (keyof Inputs | keyof Outputs)[];
    /** The inputs that cannot be changed on the same resource. */
    readonly replaces: readonly (keyof Inputs)[];
    /** The inputs that change nothing by themselves, so that a preview need not know them. Default: none. */
    readonly idle?: readonly (keyof Inputs)[];
    /** What identifies the resource on its server. */
    id(inputs: Inputs): string;
    /** Makes the server so, and gives what came of it. */
    create(inputs: Inputs, context: Context): Promise<Outputs>;
    /** Whether what is on the server is not what it is to be. */
    differs(outputs: Outputs, inputs: Inputs): boolean;
    /** Looks at the server; `undefined` where the resource is gone. */
    read(outputs: Outputs, context: Context): Promise<Found<Kind> | undefined>;
    /**
     * What was changed on the server since the last run, in words, and what the next run does about it.
     *
     * @param outputs - What the last run has left.
     * @param found - What is there now; `undefined` where the resource is gone.
     */
    drift(outputs: Outputs, found: Outputs | undefined): string | undefined;
    /** Makes the server as it is to be. */
    update(outputs: Outputs, inputs: Inputs, context: Context): Promise<Outputs>;
    /** Takes back what was made, where there is anything to take back. */
    delete(outputs: Outputs, context: Context): Promise<void>;
}
