import { createRequire } from "node:module";

// The linter is a package of the tests: the commands need none of it.
const require = createRequire(new URL("tests/", import.meta.url));
const eslint = require("@eslint/js");
const tsdoc = require("eslint-plugin-tsdoc");
const tseslint = require("typescript-eslint");

const starters = ["execa", "child_process", "node:child_process"];
const startedHere = "Start child processes with processes/childProcess.ts, which says why one failed.";
const endedHere = "End a command with cli/commands/ending.ts, which says why.";

/** The rooms, and which others each may import. What is loaded by a checkout only, in *.cjs, is not looked at. */
const below = {
    openmetadata: [],
    processes: [],
    components: ["openmetadata"],
    config: ["openmetadata", "components"],
    plugins: ["openmetadata", "components"],
    policies: ["openmetadata"],
    sandbox: ["openmetadata", "processes"],
    cli: ["openmetadata", "processes", "components", "config", "sandbox"],
    tools: ["openmetadata", "processes", "components", "config", "plugins", "policies", "sandbox", "cli"],
};
const rooms = [...Object.keys(below), "tests", "examples"];

const restrictedImports = starters.map((name) => ({ name, message: startedHere, allowTypeImports: true }));
const restrictedSyntax = [
    {
        selector: `:matches(ImportExpression > Literal.source, CallExpression[callee.name="require"] > Literal)[value=/^(${starters.join("|")}|@pulumi\\u002fpulumi\\u002fautomation.*)$/]`,
        message: startedHere,
    },
    {
        selector: "AssignmentExpression > MemberExpression[object.name='process'][property.name='exitCode']",
        message: endedHere,
    },
    {
        selector: "CallExpression > MemberExpression[object.name='process'][property.name='exit']",
        message: endedHere,
    },
];

/** A report of failures shows titles alone: each is a subject or a sentence of its own, and may begin with a command. */
const programs = ["actionlint", "git", "init", "npm", "publint", "pulumi"];
const commands = [...programs, ...Object.keys(require("../package.json").scripts)].join("|");
const continuesAnother = `/^(?!(${commands}) )[a-z]+ /`;
const test = "CallExpression[callee.name=/^(describe|it)$/]";
const titles = {
    selector: [
        `${test} > Literal.arguments:first-child[value=${continuesAnother}]`,
        `${test} > TemplateLiteral.arguments:first-child > TemplateElement:first-child[value.raw=${continuesAnother}]`,
    ].join(", "),
    message: "Write a title that is understood alone: a subject for describe, a sentence for it.",
};

/** Holds the files of a room to the rooms below it. */
function onlyImportsFromBelow([room, allowed]) {
    const others = rooms.filter((other) => other !== room && !allowed.includes(other)).join("|");
    const message = `${room}/ may import ${["itself", ...allowed].join(", ")} only: see eslint.config.mjs.`;
    return {
        files: [`${room}/**`],
        rules: {
            "@typescript-eslint/no-restricted-imports": [
                "error",
                { paths: restrictedImports, patterns: [{ regex: `^(\\.\\./)+(${others})(/|$)`, message }] },
            ],
            "no-restricted-syntax": [
                "error",
                ...restrictedSyntax,
                {
                    selector: `ImportExpression > Literal.source[value=/^(\\.\\.\\u002f)+(${others})(\\u002f|$)/]`,
                    message,
                },
            ],
        },
    };
}

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
            "@typescript-eslint/no-restricted-imports": ["error", { paths: restrictedImports }],
            "no-restricted-properties": [
                "error",
                { object: "URL", property: "canParse", message: "Use parsedUrl(), which says why." },
            ],
            "no-restricted-syntax": ["error", ...restrictedSyntax],
        },
    },
    ...Object.entries(below).map(onlyImportsFromBelow),
    { files: ["tests/**"], rules: { "no-restricted-syntax": ["error", ...restrictedSyntax, titles] } },
    {
        files: ["processes/childProcess.ts"],
        rules: { "@typescript-eslint/no-restricted-imports": "off", "no-restricted-syntax": "off" },
    },
    {
        // Auth0 runs it as it stands.
        files: ["components/postLoginAction.js"],
        ...tseslint.configs.disableTypeChecked,
        languageOptions: {
            sourceType: "commonjs",
            globals: { exports: "writable" },
            parserOptions: { projectService: false },
        },
    },
    { files: ["cli/commands/ending.ts"], rules: { "no-restricted-syntax": "off" } },
);
