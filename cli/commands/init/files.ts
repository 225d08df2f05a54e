import { version } from "../../package.json";
import { documentationUrl, repository } from "../documentation";
import { yamlText } from "../yamlText";

/** What a program of one's own is begun with. */
export interface Beginning {
    readonly name: string;
    readonly stack: string;
    readonly applicationType: "spa" | "web";
    /** Custom domain of the tenant; `undefined` where users sign in at the tenant's own. */
    readonly customDomain: string | undefined;
    readonly serverUrl: string;
    readonly admins: readonly string[];
    /** Where Pulumi keeps the state, as PULUMI_BACKEND_URL has it. */
    readonly backend: string;
    readonly ci: "github" | "gitlab" | "none";
}

/** The files to begin with, by their paths. A local backend gets no workflow: nothing is left of it after a job. */
export function filesOf(beginning: Beginning): Record<string, string> {
    const { name, applicationType, customDomain, serverUrl, admins, backend } = beginning;
    const json = (value: unknown): string => JSON.stringify(value);
    return {
        "Pulumi.yaml": yamlText({
            name,
            description: "Auth0 sign-in for OpenMetadata",
            main: "index.ts",
            runtime: { name: "nodejs", options: { packagemanager: "npm" } },
            backend: { url: backend },
        }),
        "index.ts": `import { SingleSignOn, stackOutputs } from "openmetadata-auth0";

const signOn = new SingleSignOn("openmetadata", {
    applicationType: ${json(applicationType)},
${customDomain === undefined ? "" : `    customDomain: ${json(customDomain)},\n`}    serverUrls: [${json(serverUrl)}],
    admins: [${admins.map(json).join(", ")}],
    connections: ["Username-Password-Authentication"],
});

export = stackOutputs(signOn);
`,
        "package.json": `${JSON.stringify(
            {
                name,
                private: true,
                main: "index.ts",
                dependencies: { "openmetadata-auth0": `^${version}` },
                devDependencies: { "openmetadata-auth0-cli": `^${version}`, typescript: "^5.9.3" },
            },
            null,
            2,
        )}\n`,
        // The state of a local backend, the sandbox with its key, and what `export` writes into its usual folder.
        ".gitignore": "node_modules/\n.pulumi/\n.sandbox/\n/auth0/\n",
        ...(isLocal(backend) ? {} : workflowOf(beginning)),
    };
}

/** Whether the state is on this machine. */
export function isLocal(backend: string): boolean {
    return backend.startsWith("file:");
}

function workflowOf({ ci, stack, backend }: Beginning): Record<string, string> {
    if (ci === "github") {
        return {
            ".github/workflows/sign-in.yml": `# For the secrets and variables to set, see ${documentationUrl("team.md")}.
name: Sign-in
on:
  pull_request:
  push:
    branches: [main]
  schedule:
    - cron: "17 5 * * *"
permissions:
  contents: read
jobs:
  stack:
    uses: ${repository}/.github/workflows/stack.yml@v${version}
    permissions:
      contents: read
      pull-requests: write
      issues: write
    with:
      operation: \${{ github.event_name == 'pull_request' && 'preview' || github.event_name == 'schedule' && 'drift' || 'deploy' }}
      stack: ${stack}
    secrets: inherit
`,
        };
    }
    if (ci === "gitlab") {
        return {
            ".gitlab-ci.yml": `# CI/CD variables: PULUMI_BACKEND_URL=${JSON.stringify(backend)}, and those that the included file names.
include:
  - remote: https://raw.githubusercontent.com/${repository}/v${version}/.gitlab/stack.yml
    inputs:
      stack: ${stack}
`,
        };
    }
    return {};
}
