import { Ajv, type ErrorObject } from "ajv";
import { unknownKey } from "../../../config/unknownKey";
import { type Problem, problemAt } from "../../../openmetadata/problem";

/** A JSON Schema each part of which says in `description` what to write there. */
export interface DescribedSchema {
    readonly description: string;
    readonly properties?: Readonly<Record<string, DescribedSchema>>;
    readonly [keyword: string]: unknown;
}

/** Every mistake in a value, by a schema. No value is in it: a secret may stand where the name of a variable belongs. */
export function schemaProblems(schema: DescribedSchema, value: unknown): Problem[] {
    const ajv = new Ajv({ allErrors: true, verbose: true });
    void ajv.validate(schema, value);
    return (ajv.errors ?? []).flatMap(problemsOf);
}

function problemsOf({ keyword, instancePath, params, parentSchema }: ErrorObject): Problem[] {
    const keys = instancePath.split("/").slice(1).map(unescaped);
    const { description, properties = {} } = parentSchema as unknown as DescribedSchema;
    switch (keyword) {
        case "required": {
            const { missingProperty: name } = params as { missingProperty: string };
            return problemAt(pathOf([...keys, name]), "is missing", `Write ${properties[name]?.description ?? name}.`);
        }
        case "additionalProperties": {
            const { additionalProperty: name } = params as { additionalProperty: string };
            return unknownKey(pathOf([...keys, name]), name, Object.keys(properties));
        }
        default:
            return problemAt(keys.length === 0 ? "the file" : pathOf(keys), "is not valid", `Write ${description}.`);
    }
}

/** A key of a JSON Pointer (RFC 6901). */
function unescaped(key: string): string {
    return key.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Keys as users write them: `environments[0].tenant`. */
function pathOf(keys: readonly string[]): string {
    return keys.map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : `${index === 0 ? "" : "."}${key}`)).join("");
}
