import Ajv, { type ErrorObject, type SchemaObject, type ValidateFunction } from "ajv";
import { badRequest } from "../apiError";
import { clearable, refinements } from "./refinements";
import schemas from "./schemas.json";

/** The names of the request bodies that can be checked. */
export type BodyName = keyof typeof schemas.definitions | "UpdateEnabledClients";

const ajv = new Ajv({ strict: false, verbose: true });
ajv.addFormat("absolute-uri-or-empty", (text) => text === "" || isAbsoluteUri(text));
ajv.addSchema(schemas, "auth0");
const validators = new Map<string, ValidateFunction>();

/**
 * Checks a body against what Auth0 takes.
 *
 * @throws ApiError 400 with the first mistake, in Auth0's words.
 */
export function validate(name: BodyName, body: unknown): void {
    let check = validators.get(name);
    if (check === undefined) {
        const refined: SchemaObject | undefined = refinements[name];
        check = ajv.compile(refined ?? { $ref: `auth0#/definitions/${name}` });
        validators.set(name, check);
    }
    if (!check(withoutCleared(body, clearable[name] ?? []))) {
        throw badRequest(`Payload validation error: ${describe(firstMistake(check.errors ?? []))}.`);
    }
}

function withoutCleared(body: unknown, fields: readonly string[]): unknown {
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
        return body;
    }
    return Object.fromEntries(
        Object.entries(body).filter(([field, value]) => value !== null || !fields.includes(field)),
    );
}

/** The mistake itself, and not that one of several alternatives did not fit. */
function firstMistake(errors: readonly ErrorObject[]): ErrorObject | undefined {
    const own = errors.filter(({ keyword }) => keyword !== "anyOf" && keyword !== "if");
    return own.find(({ keyword, params }) => keyword !== "type" || params["type"] !== "null") ?? own[0] ?? errors[0];
}

function describe(error: ErrorObject | undefined): string {
    if (error === undefined) {
        return "'Data does not match the schema'";
    }
    const property = error.instancePath
        .slice(1)
        .replace(/\/(\d+)/g, "[$1]")
        .replaceAll("/", ".");
    return `'${complaint(error)}'${property === "" ? "" : ` on property ${property}`}`;
}

/** Auth0 checks with a validator that words its complaints in this way. */
function complaint({ keyword, params, data, message }: ErrorObject): string {
    const value = JSON.stringify(data);
    switch (keyword) {
        case "additionalProperties":
            return `Additional properties not allowed: ${String(params["additionalProperty"])}`;
        case "required":
            return `Missing required property: ${String(params["missingProperty"])}`;
        case "type":
            return `Expected type ${[params["type"]]
                .flat()
                .filter((type) => type !== "null")
                .join(" or ")} but found type ${typeOf(data)}`;
        case "enum":
            return `No enum match for: ${String(data)}`;
        case "minLength":
            return `String is too short (${String(data).length} chars), minimum ${String(params["limit"])}`;
        case "maxLength":
            return `String is too long (${String(data).length} chars), maximum ${String(params["limit"])}`;
        case "pattern":
            return `String does not match pattern: ${String(params["pattern"])}`;
        case "format":
            return `Object didn't pass validation for format ${String(params["format"])}: ${String(data)}`;
        case "minimum":
            return `Value ${value} is less than minimum ${String(params["limit"])}`;
        case "maximum":
            return `Value ${value} is greater than maximum ${String(params["limit"])}`;
        default:
            return message ?? keyword;
    }
}

function typeOf(data: unknown): string {
    if (data === null) {
        return "null";
    }
    if (Array.isArray(data)) {
        return "array";
    }
    return Number.isInteger(data) ? "integer" : typeof data;
}

function isAbsoluteUri(text: string): boolean {
    return /^[a-z][a-z0-9+.-]*:\/\S+$/i.test(text) && !/^(javascript|data|vbscript):/i.test(text);
}
