/** The name of an environment variable, as JSON Schema. */
export const variableSchema = {
    type: "string",
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
    description: "the name of an environment variable",
};
