import { deepEqual, doesNotMatch, equal, ok } from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { asCode } from "../../../cli/commands/review/asCode";
import { markdownOf } from "../../../cli/commands/review/markdown";

interface Node {
    readonly type: string;
    readonly value?: string;
    readonly children?: readonly Node[];
}

/** A text as GitHub reads it. */
function parsed(markdown: string): Node {
    return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** The kinds of the nodes in a text, as they stand in one another. */
function shapeOf({ type, children = [] }: Node): unknown {
    return children.length === 0 ? type : [type, ...children.map(shapeOf)];
}

/** All that is in a text besides code. */
function outsideCode({ type, value = "", children = [] }: Node): string {
    return type === "inlineCode" ? "" : value + children.map(outsideCode).join("");
}

/** Strings that mean something in Markdown, in HTML, on GitHub or on GitLab, among any others. */
const hostile = fc
    .array(
        fc.oneof(
            fc.string({ unit: "binary", maxLength: 8 }),
            fc.constantFrom(
                ...[
                    "\n",
                    "\r\n",
                    "\n\n# ",
                    "\n- ",
                    "\n> ",
                    "\n```\n",
                    "|",
                    "\\|",
                    "\\",
                    "`",
                    "``",
                    "```",
                    "<b>",
                    "</code>",
                    "<!--",
                    "-->",
                ],
                ...[
                    "@octocat",
                    "#1",
                    "GH-1",
                    "!1",
                    "~bug",
                    "https://evil.example.net",
                    "www.evil.example.net",
                    "a@evil.example.net",
                ],
                ...[
                    "[x](https://evil.example.net)",
                    "![x](y)",
                    "**",
                    "_",
                    "~~",
                    "&lt;",
                    "&#64;",
                    ":+1:",
                    "$`x`$",
                    "\u202e",
                    "\u200b",
                    "\u2028",
                ],
                ...["<{%reset%}>", "---", "===", "| --- |", "<br>", "\t", "    ", "[^1]", "- [ ] "],
            ),
        ),
        { maxLength: 8 },
    )
    .map((parts) => parts.join(""));

/** What the engine says of a deployment in which nothing but names and messages comes from outside. */
function events(
    of: Record<"name" | "resource" | "callback" | "message" | "policy" | "connection" | "path", string>,
): EngineEvent[] {
    const application = "openmetadata-auth0:index:Auth0Application";
    const parent = `urn:pulumi:prod::p::${application}::x`;
    const step = (op: string, type: string, name: string, before: object | undefined, after: object | undefined) => ({
        resourcePreEvent: {
            metadata: {
                op,
                type,
                urn: `urn:pulumi:prod::p::${application}$${type}::${name}`,
                old: before && { custom: true, parent, inputs: before },
                new: after && { custom: true, parent, inputs: after },
            },
        },
    });
    return [
        step(
            "update",
            "auth0:index/client:Client",
            of.resource,
            { name: "a", callbacks: [] },
            {
                name: of.name,
                callbacks: [of.callback],
                [of.path]: 1,
            },
        ),
        step("create", "auth0:index/client:Client", "second", undefined, { name: of.name }),
        step("delete", "auth0:index/connectionClient:ConnectionClient", `x-${of.connection}`, {}, undefined),
        { policyEvent: { policyName: of.policy, enforcementLevel: "mandatory", message: of.message } },
        { diagnosticEvent: { severity: "error", message: of.message } },
    ] as unknown as EngineEvent[];
}

describe("Untrusted text in the pull request summary", () => {
    const harmless = {
        name: "n",
        resource: "r",
        callback: "c",
        message: "m",
        policy: "p",
        connection: "k",
        path: "z",
    };

    it("Any text becomes a single code span, in a list and in a table", () => {
        fc.assert(
            fc.property(hostile, (text) => {
                const code = asCode(text);
                deepEqual(shapeOf(parsed(`- x: ${code}, y`)), [
                    "root",
                    ["list", ["listItem", ["paragraph", "text", "inlineCode", "text"]]],
                ]);
                deepEqual(shapeOf(parsed(`| a | b |\n| --- | --- |\n| ${code} | ${code}: ${code} |`)), [
                    "root",
                    [
                        "table",
                        ["tableRow", ["tableCell", "text"], ["tableCell", "text"]],
                        ["tableRow", ["tableCell", "inlineCode"], ["tableCell", "inlineCode", "text", "inlineCode"]],
                    ],
                ]);
                doesNotMatch(code, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
            }),
            { numRuns: 1000 },
        );
    });

    it("Ordinary text stays readable, and long text is cut", () => {
        equal(asCode("OpenMetadata (prod), 10 % & more"), "`OpenMetadata (prod), 10 % & more`");
        equal(asCode("a\n  b\u202ec|d`e"), "`a b\\u202ec\\u007cd'e`");
        equal(asCode(""), '`""`');
        equal(asCode("x".repeat(2000)).length, 1003);
    });

    for (const path of ["valueOf", "constructor", "toString", "__proto__"]) {
        it(`The summary lists a resource property named ${path}`, () => {
            ok(markdownOf("prod", "preview", events({ ...harmless, path })).includes(`\`${path}\`: added`));
        });
    }

    it("Hostile values do not change the rest of the summary", () => {
        const expected = parsed(markdownOf("prod", "preview", events(harmless)));
        fc.assert(
            fc.property(
                fc.record({
                    name: hostile,
                    resource: hostile,
                    callback: hostile,
                    message: hostile,
                    policy: hostile,
                    connection: hostile,
                    path: hostile,
                }),
                (values) => {
                    // A path is a name in a program: what takes it apart is not looked at here.
                    fc.pre(
                        /^[^.[\]]+$/.test(values.path) &&
                            !values.path.includes("__defaults") &&
                            !["name", "callbacks"].includes(values.path),
                    );
                    fc.pre(values.name !== "a");
                    const actual = parsed(markdownOf("prod", "preview", events(values)));
                    deepEqual(shapeOf(actual), shapeOf(expected));
                    equal(outsideCode(actual), outsideCode(expected));
                },
            ),
            { numRuns: 200 },
        );
        ok(JSON.stringify(shapeOf(expected)).includes("inlineCode"));
    });
});
