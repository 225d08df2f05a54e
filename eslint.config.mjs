import eslint from "@eslint/js";
import tsdoc from "eslint-plugin-tsdoc";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["**/dist/", "docs/reference/", "node_modules/", "provider/checkout/", "**/*.mjs", "**/*.cjs"] },
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
        },
    },
);
