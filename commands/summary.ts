import { sandboxStack } from "./project";

/** The outputs of the program that the summary names; secrets come masked. */
export interface Outputs {
    readonly clientId: string;
    readonly keyId: string;
    readonly callbacks: readonly string[];
}

/** What to tell after `up`: what was made, where it is, and where to go on. No secret is in it. */
export function summaryOf(stack: string, outputs: Outputs): string {
    const lines = [
        `Client ID    ${outputs.clientId}`,
        `Key ID       ${outputs.keyId}`,
        `Callback     ${outputs.callbacks.join(", ")}`,
        "",
        "What OpenMetadata has to be told, as files: env, compose, yaml or helm",
        `    npm run export -- ${stack === sandboxStack ? "" : `--stack ${stack} `}--format compose --out FOLDER`,
    ];
    const next = [
        "The Auth0 tenant of this stack is a local one; `npm run sandbox` runs it for other tools.",
        "Change Pulumi.sandbox.yaml and see with `npm run preview` what would follow.",
        'For a tenant of your own see "Your own tenant" in README.md.',
    ];
    return [...lines, ...(stack === sandboxStack ? ["", ...next] : [])].join("\n");
}
