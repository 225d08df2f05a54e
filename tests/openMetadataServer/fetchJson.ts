import { type Agent, fetch } from "undici";

/**
 * The JSON document at an address.
 *
 * @throws Error with the HTTP status, or with what went wrong on the way.
 */
export async function fetchJson<T>(url: string, dispatcher: Agent): Promise<T> {
    const response = await fetch(url, { dispatcher });
    if (!response.ok) {
        throw new Error(`HTTP response: ${response.status} for URL: ${url}`);
    }
    return (await response.json()) as T;
}
