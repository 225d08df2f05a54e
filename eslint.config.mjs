import eslint from "@eslint/js";
import tsdoc from "eslint-plugin-tsdoc";
import tseslint from "typescript-eslint";

const starters = ["execa", "child_process", "node:child_process"];
const startedHere = "Start child processes with processes/childProcess.ts, which says why one failed.";
const endedHere = "End a command with cli/commands/ending.ts, which says why.";

export default tseslint.config(
    { ignores: ["**/dist/", "docs/reference/", "node_modules/", "plugins/server/checkout/", "**/*.mjs", "**/*.cjs"] },
    eslint.configs.recommended,
    tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true } },
        plugins: { tsdoc },
        rules: {
            "tsdoc/syntax": "error",
            // Taking fields out of an object is what a rest sibling is for.
            "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
            // A number in a message reads as itself.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: starters.map((name) => ({ name, message: startedHere, allowTypeImports: true })) },
            ],
            "no-restricted-properties": [
                "error",
                { object: "URL", property: "canParse", message: "Use parsedUrl(), which says why." },
            ],
            "no-restricted-syntax": [
                "error",
                {
                    selector: `:matches(ImportExpression > Literal.source, CallExpression[callee.name="require"] > Literal)[value=/^(${starters.join("|")}|@pulumi\\u002fpulumi\\u002fautomation.*)$/]`,
                    message: startedHere,
                },
                {
                    selector:
                        "AssignmentExpression > MemberExpression[object.name='process'][property.name='exitCode']",
                    message: endedHere,
                },
                {
                    selector: "CallExpression > MemberExpression[object.name='process'][property.name='exit']",
                    message: endedHere,
                },
            ],
        },
    },
    {
        files: ["processes/childProcess.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": "off", "no-restricted-syntax": "off" },
    },
    { files: ["cli/commands/ending.ts"], rules: { "no-restricted-syntax": "off" } },
);
