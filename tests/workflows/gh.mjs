#!/usr/bin/env node
// Stands in for GitHub's command line: it keeps one comment, one issue and all releases in a file, and knows the calls of the
// workflows.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const file = process.env.GH_STATE;
const state = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { comments: [], issues: [], releases: [] };
const args = process.argv.slice(2);
const after = (option) => args[args.indexOf(option) + 1];

function bodyOf(text) {
    return readFileSync(text.replace(/^body=@/, ""), "utf8");
}

const call = args.slice(0, 2).join(" ");
if (call === "api --paginate") {
    const marker = /startswith\("([^"]*)"\)/.exec(after("--jq"))[1];
    state.comments.forEach((body, index) => body.startsWith(marker) && console.log(index + 1));
} else if (call === "api --method" && after("--method") === "POST") {
    state.comments.push(bodyOf(after("--field")));
} else if (call === "api --method" && after("--method") === "PATCH") {
    state.comments[
        Number(
            args
                .find((arg) => arg.includes("/comments/"))
                .split("/")
                .pop(),
        ) - 1
    ] = bodyOf(after("--field"));
} else if (call === "issue list") {
    const open = state.issues.findIndex(({ closed }) => closed !== true);
    if (open >= 0) {
        console.log(open + 1);
    }
} else if (call === "issue create") {
    state.issues.push({ title: after("--title"), body: readFileSync(after("--body-file"), "utf8") });
} else if (call === "issue edit") {
    state.issues[Number(args[2]) - 1].body = readFileSync(after("--body-file"), "utf8");
} else if (call === "issue close") {
    state.issues[Number(args[2]) - 1].closed = true;
} else if (call === "release create") {
    const files = args.slice(args.indexOf("--notes-file") + 2);
    files.forEach((path) => readFileSync(path));
    state.releases.push({ tag: args[2], notes: readFileSync(after("--notes-file"), "utf8"), files });
} else {
    throw new Error(`gh ${args.join(" ")} is not known here.`);
}
writeFileSync(file, JSON.stringify(state));
