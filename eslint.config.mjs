import eslint from "@eslint/js";
import tsdoc from "eslint-plugin-tsdoc";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["dist/", "node_modules/", "**/*.mjs"] },
    eslint.configs.recommended,
    tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true } },
        plugins: { tsdoc },
        rules: {
            "tsdoc/syntax": "error",
            // A number in a message reads as itself.
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
        },
    },
    {
        files: ["tests/**"],
        rules: {
            // mocha runs what `describe` and `it` are given; nobody awaits them.
            "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [] }],
        },
    },
);
