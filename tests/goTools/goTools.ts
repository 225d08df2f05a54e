import { join } from "node:path";
import type { GoTool } from "../../cli/engine/goTool";

const all: GoTool[] = [];

/** Helm 3. */
export const helm = tool("helm", "helm.sh/helm/v3/cmd/helm");
/** Docker Compose's own reader of Compose files: it merges, fills in variables, and checks. */
export const compose = tool("compose", ".");
/** What Docker, Docker Compose, kubectl and others in Go read environment files and YAML with. */
export const readers = tool("readers", ".");
/** A linter for GitHub's workflows. */
export const actionlint = tool("actionlint", "github.com/rhysd/actionlint/cmd/actionlint");
/** Pulumi's language host for YAML programs. */
export const pulumiLanguageYaml = tool(
    "pulumi-language-yaml",
    "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
);

/** A program whose module is the folder of its name, beside this file. All of them are built together. */
function tool(name: string, program: string): GoTool {
    const made = { name, module: join(__dirname, name), package: program, together: () => all };
    all.push(made);
    return made;
}
