/** What makes up this project's program. */
export const programFiles: readonly string[] = [
    "Pulumi.yaml",
    "package.json",
    "tsconfig.json",
    "node_modules",
    "index.cjs",
    "index.ts",
    "config",
    "components",
    "openmetadata",
    "plugins",
    "tools",
];
