import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEstate } from "../../cli/commands/estate/environments";
import { review } from "../../cli/commands/review/command";
import type { Stack } from "../../cli/commands/stack";
import { UsageError } from "../../cli/commands/usageError";
import { checkWritable, readUserFile, readYaml, readYamlDocuments } from "../../cli/commands/userFile";

describe("Files that users name", () => {
    const secret = "hunter2";
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "openmetadata-auth0-files-"));
    });
    after(() => {
        rmSync(folder, { recursive: true });
    });

    function written(content: string): string {
        const file = join(folder, "file.yaml");
        writeFileSync(file, content);
        return file;
    }

    /** What an error says of a file, without its path. */
    function refusal(work: () => unknown): string {
        let message = "";
        throws(work, (error: Error) => {
            ok(error instanceof UsageError);
            ok(!error.message.includes(secret), error.message);
            message = error.message.replaceAll(folder, "");
            return true;
        });
        return message;
    }

    it("A file that cannot be read is named, with the reason and what to do", () => {
        equal(
            refusal(() => readUserFile(join(folder, "none"))),
            "/none cannot be read: no such file or directory. Name a file that you can read.",
        );
        match(
            refusal(() => readUserFile(folder)),
            /cannot be read: illegal operation on a directory\./,
        );
    });

    it("Invalid YAML is reported by line, without its text", () => {
        const after = ". Correct it, and run the command again.";
        for (const [content, where] of [
            [`a: [${secret}`, "line 1, column 12 (BAD_INDENT)"],
            [`a: ${secret}\na: ${secret}\n`, "line 2, column 1 (DUPLICATE_KEY)"],
            ["a: b\n--- \na: b\n", "line 2, column 1 (MULTIPLE_DOCS)"],
        ] as const) {
            equal(
                refusal(() => readYaml(written(content))),
                `/file.yaml is not valid YAML: ${where}${after}`,
            );
        }
        for (const content of [`a: *${secret}\n`, `a:\n  <<: ${secret}\n`]) {
            match(
                refusal(() => readYaml(written(content))),
                /an alias \(\*\) refers to nothing above it, or a merge key/,
            );
        }
        deepEqual(readYamlDocuments(written("a: b\n---\na: c\n")), [{ a: "b" }, { a: "c" }]);
    });

    it("An estate file in the wrong form is reported by key, with what to write", () => {
        const mistakes = (content: string): string[] =>
            refusal(() => readEstate(written(content), () => []))
                .split("\n")
                .slice(1);
        deepEqual(mistakes(""), ["environments: is missing. Write a list of environments, at least one."]);
        deepEqual(mistakes("[]"), ["the file: is not valid. Write the key environments with a list of environments."]);
        deepEqual(mistakes("environments: []"), [
            "environments: is not valid. Write a list of environments, at least one.",
        ]);
        const stack = "the name of a stack: letters, digits, hyphens, underscores and dots, at most 100";
        deepEqual(
            mistakes(`environments:
                - {stack: a b, tenant: {domain: example.eu.auth0.com, clientId: ID, clientSecret: "${secret}!"}, config: []}
                - {tenent: {}, tenant: {clientId: ID, clientSecret: SECRET}, config: {}, secrets: {a/b: "${secret}!"}}
                - ${secret}`),
            [
                `environments[0].stack: is not valid. Write ${stack}.`,
                "environments[0].tenant.clientSecret: is not valid. Write the name of an environment variable.",
                "environments[0].config: is not valid. Write the keys of the configuration, each with its value.",
                `environments[1].stack: is missing. Write ${stack}.`,
                "environments[1].tenent: there is no such key. Write tenant if that is what you meant, or remove it.",
                "environments[1].tenant.domain: is missing. Write the domain of the tenant.",
                "environments[1].secrets.a/b: is not valid. Write the name of an environment variable.",
                "environments[2]: is not valid. Write an environment with stack, tenant and config.",
            ],
        );
    });

    it("A summary that cannot be written is reported before pulumi runs", async () => {
        const expected =
            /^--markdown: .*none\/summary\.md cannot be written: no such file or directory\. Name a file in a folder that exists\.$/;
        const unused = {} as Stack;
        await rejects(review(unused, "sandbox", "preview", ["preview"], join(folder, "none/summary.md")), {
            message: expected,
        });
        checkWritable("--markdown", join(folder, "summary.md"));
        ok(existsSync(join(folder, "summary.md")));
    });
});
