import schema from "./schema.json";

/** The type of a property, or of the values in one. */
export interface Type {
    readonly type?: string;
    /** The type of the package, or `pulumi.json#/Any`, that it is. */
    readonly $ref?: string;
    /** The values of a list. */
    readonly items?: Type;
    /** The values of a map. */
    readonly additionalProperties?: Type;
    /** The values of an object, by name, and the names of those that have to be there. */
    readonly properties?: Readonly<Record<string, Type>>;
    readonly required?: readonly string[];
    /** Whether it has to be known when the component is made. */
    readonly plain?: boolean;
    readonly secret?: boolean;
    readonly description?: string;
}

/** What a component takes and gives. */
export interface ComponentType {
    readonly inputProperties: Readonly<Record<string, Type>>;
    readonly requiredInputs: readonly string[];
    /** The outputs. */
    readonly properties: Readonly<Record<string, Type>>;
}

/** The schema of the package, which `npm run generate` makes. */
export const packageSchema: {
    readonly version: string;
    readonly types: Readonly<Record<string, Type>>;
    readonly resources: Readonly<Record<string, ComponentType>>;
} = schema;
