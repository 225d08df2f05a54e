import type { JsonObject } from "../json";
import { badRequest } from "./apiError";

/** The query of a request that reads. */
export type Query = Readonly<Record<string, string | undefined>>;

/**
 * The fields of a record that the query asks for, by `fields` and `include_fields`.
 *
 * @param always - Fields that Auth0 answers with whether they are asked for or not.
 */
export function selectFields(record: JsonObject, query: Query, always: readonly string[]): JsonObject {
    if (query["fields"] === undefined || query["fields"] === "") {
        return record;
    }
    const named = new Set(query["fields"].split(","));
    const include = query["include_fields"] !== "false";
    return Object.fromEntries(
        Object.entries(record).filter(([field]) => always.includes(field) || named.has(field) === include),
    );
}

/** A page of a list, by `page`, `per_page` and `include_totals`, under the name that Auth0 gives the list. */
export function selectPage(records: readonly JsonObject[], query: Query, name: string): unknown {
    const { start, limit, selected } = pageOf(records, query);
    if (query["include_totals"] !== "true") {
        return selected;
    }
    return { start, limit, length: selected.length, total: records.length, [name]: selected };
}

/** A page of a list as the endpoints of roles, permissions and organizations answer it, without its length: seen. */
export function selectPageWithoutLength(records: readonly JsonObject[], query: Query, name: string): unknown {
    const { start, limit, selected } = pageOf(records, query);
    if (query["include_totals"] !== "true") {
        return selected;
    }
    return { [name]: selected, start, limit, total: records.length };
}

/**
 * A page of a list as the endpoints of Actions answer it. They leave out the number of a first page, and the total where
 * the page has nothing: seen.
 */
export function selectActionsPage(records: readonly JsonObject[], query: Query, name: string): unknown {
    const { page, limit, selected } = pageOf(records, query);
    return {
        [name]: selected,
        ...(selected.length > 0 && { total: records.length }),
        ...(page > 0 && { page }),
        per_page: limit,
    };
}

/** A part of a list, by `from` and `take`; `next` says where the following part starts. */
export function selectCheckpoint(records: readonly JsonObject[], query: Query, name: string): unknown {
    const from = naturalNumber({ from: query["from"] }, "from", 0, Number.MAX_SAFE_INTEGER);
    const take = naturalNumber(query, "take", 50, 1000);
    const end = from + take;
    return { [name]: records.slice(from, end), ...(end < records.length && { next: String(end) }) };
}

/** A part of a list where the query asks for one, otherwise a page of it. */
export function selectPartOrPage(records: readonly JsonObject[], query: Query, name: string): unknown {
    return query["from"] !== undefined || query["take"] !== undefined
        ? selectCheckpoint(records, query, name)
        : selectPageWithoutLength(records, query, name);
}

function pageOf(records: readonly JsonObject[], query: Query) {
    const page = naturalNumber(query, "page", 0, Number.MAX_SAFE_INTEGER);
    const limit = naturalNumber(query, "per_page", 50, 100);
    const start = page * limit;
    return { page, limit, start, selected: records.slice(start, start + limit) };
}

function naturalNumber(query: Query, field: string, fallback: number, maximum: number): number {
    const text = query[field];
    if (text === undefined) {
        return fallback;
    }
    if (!/^\d+$/.test(text)) {
        throw badRequest(
            `Query validation error: 'Expected type integer but found type string' on property ${field}.`,
            "invalid_query_string",
        );
    }
    if (Number(text) > maximum) {
        throw badRequest(
            `Query validation error: 'Value ${text} is greater than maximum ${maximum}' on property ${field}.`,
            "invalid_query_string",
        );
    }
    return Number(text);
}
