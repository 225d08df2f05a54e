import { ok } from "node:assert/strict";
import type { OpenMetadataServer } from "./server";

/** An answer, with its body read; empty where it is no JSON. */
export interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown>;
    readonly headers: Headers;
    readonly text: string;
}

/** Sends a request to a server's API, and follows no redirect. */
export async function ask(
    server: OpenMetadataServer,
    method: string,
    path: string,
    { token, json, type = "application/json" }: { token?: string; json?: unknown; type?: string } = {},
): Promise<Answer> {
    const { status, headers, text } = await open(`${server.url}/api/v1${path}`, {
        method,
        headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(json !== undefined && { "content-type": type }),
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const isJson = headers.get("content-type")?.startsWith("application/json") === true;
    return { status, headers, text, body: isJson && text !== "" ? (JSON.parse(text) as Answer["body"]) : {} };
}

/** Opens a page as it is. */
export async function open(
    url: string,
    init: RequestInit = {},
): Promise<{ status: number; headers: Headers; text: string }> {
    const response = await fetch(url, { redirect: "manual", ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The token of the bot that every server has, which is made an admin. */
export function adminBot(server: OpenMetadataServer): string {
    const bot = server.database.user("ingestion-bot");
    ok(bot?.jwt);
    bot.isAdmin = true;
    return bot.jwt.JWTToken;
}

/** Settings without the section that a server shows and refuses. */
export function sendable(settings: Answer["body"]): Answer["body"] {
    const copy = structuredClone(settings) as { authenticationConfiguration: Record<string, unknown> };
    delete copy.authenticationConfiguration["ldapConfiguration"];
    return copy;
}
