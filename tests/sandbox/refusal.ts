import { deepEqual, equal } from "node:assert/strict";
import type { Answer } from "../../tools/tenant/tenantClient";

/** Auth0's names of the statuses with which the Management API refuses. */
const titles: Readonly<Record<number, string>> = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
};

/**
 * Asserts that the Management API refused a request in Auth0's form.
 *
 * @param errorCode - The code of the error; `undefined` where the answer has none.
 */
export function refusedWith(
    answer: Answer<unknown>,
    status: number,
    errorCode: string | undefined,
    what?: string,
): void {
    const { message, ...rest } = (answer.body ?? {}) as Readonly<Record<string, unknown>>;
    const expected = { statusCode: status, error: titles[status], ...(errorCode !== undefined && { errorCode }) };
    deepEqual([answer.status, rest], [status, expected], what);
    equal(typeof message, "string", what);
}
