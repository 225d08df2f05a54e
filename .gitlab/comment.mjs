// Makes a file the comment on a merge request, in place of the last one of the same title. A job's own token may not do so:
// GITLAB_COMMENT_TOKEN is a project access token with the scope `api` and the role Reporter.
import { readFileSync } from "node:fs";

const [file, title] = process.argv.slice(2);
const { CI_API_V4_URL, CI_PROJECT_ID, MERGE_REQUEST, GITLAB_COMMENT_TOKEN = "" } = process.env;
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${MERGE_REQUEST}/notes`;
const marker = `<!-- ${title} -->`;

async function call(method, url, body) {
    const response = await fetch(url, {
        method,
        headers: { "private-token": GITLAB_COMMENT_TOKEN, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify({ body }) }),
    });
    if (!response.ok) {
        throw new Error(`${method} ${url} was answered with ${response.status}.`);
    }
    return response;
}

async function noteOfBefore() {
    for (let page = "1"; page !== "";) {
        const response = await call("GET", `${notes}?per_page=100&page=${page}`);
        const found = (await response.json()).find(({ body }) => body.startsWith(marker));
        if (found !== undefined) {
            return found;
        }
        page = response.headers.get("x-next-page") ?? "";
    }
    return undefined;
}

if (GITLAB_COMMENT_TOKEN === "") {
    console.log("No comment: GITLAB_COMMENT_TOKEN is not set. The summary is among the job's artifacts.");
} else {
    const text = `${marker}\n${readFileSync(file, "utf8")}`;
    const note = await noteOfBefore();
    await (note === undefined ? call("POST", notes, text) : call("PUT", `${notes}/${note.id}`, text));
}
