import { sandboxStack } from "./project";

/** The outputs of the program that the summary names; secrets come masked. */
export interface Outputs {
    readonly clientId: string;
    readonly keyId: string;
    readonly callbacks: readonly string[];
}

/** What to tell after `up`: what was made, where it is, and where to go on. No secret is in it. */
export function summaryOf(stack: string, outputs: Outputs): string {
    const show = (output: string): string =>
        `npm run -s output -- ${stack === sandboxStack ? "" : `--stack ${stack} `}${output} --show-secrets`;
    const lines = [
        `Client ID    ${outputs.clientId}`,
        `Key ID       ${outputs.keyId}`,
        `Callback     ${outputs.callbacks.join(", ")}`,
        `Settings     ${show("environments")}`,
        `Private key  ${show("privateKeyDer")} | base64 -d > private_key.der`,
        `Public key   ${show("publicKeyDer")} | base64 -d > public_key.der`,
    ];
    const next = [
        "The Auth0 tenant of this stack is a local one; `npm run sandbox` runs it for other tools.",
        "Change Pulumi.sandbox.yaml and see with `npm run preview` what would follow.",
        'For a tenant of your own see "Your own tenant" in README.md.',
    ];
    return [...lines, ...(stack === sandboxStack ? ["", ...next] : [])].join("\n");
}
