import { commandLine, fromSources, stackOption } from "./commandLine";
import { documentation } from "./documentation";
import { firstPassword, firstPeople } from "../../sandbox/users";
import { sandboxStack } from "./project";

/** The outputs that the summary names, where the program exports them; secrets come masked. */
export interface Outputs {
    readonly clientId?: string;
    readonly keyId?: string;
    readonly callbacks?: readonly string[];
    readonly settings?: unknown;
}

/**
 * What to tell after `up`: what was made, where it is, and where to go on. No secret is in it.
 *
 * @param tenantDomain - Domain of the local tenant, where the stack works on one.
 */
export function summaryOf(
    stack: string,
    { clientId, keyId, callbacks, settings }: Outputs,
    tenantDomain?: string,
): string {
    const isSandbox = stack === sandboxStack;
    const onStack = stackOption(stack);
    const made = [
        ...(clientId === undefined ? [] : [`Client ID    ${clientId}`]),
        ...(keyId === undefined ? [] : [`Key ID       ${keyId}`]),
        ...(callbacks === undefined ? [] : [`Callback     ${callbacks.join(", ")}`]),
        `All outputs  ${commandLine("output", ...onStack)}`,
    ];
    const exported = [
        "OpenMetadata's settings as files: env, compose, yaml or helm",
        `    ${commandLine("export", ...onStack, "--format compose", "--out FOLDER")}`,
    ];
    const next = [
        `The Auth0 tenant of this stack is a local one: \`${commandLine("sandbox")}\` runs it, for its page and for other tools.`,
        ...(tenantDomain === undefined
            ? []
            : [
                  `Its page is https://${tenantDomain}/, where \`Try\` signs in and shows who that would be in OpenMetadata.`,
                  `Users        ${firstPeople.map(({ email }) => email).join(", ")}; password ${firstPassword}`,
              ]),
        `Change ${fromSources ? "Pulumi.sandbox.yaml" : "the program"}, then run \`${commandLine("preview")}\` to see what would change.`,
        fromSources
            ? `For a tenant of your own, see ${documentation("getting-started.md")}.`
            : "For a tenant of your own, set AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET, and name a stack with --stack.",
    ];
    return [made, settings === undefined ? [] : exported, isSandbox ? next : []]
        .filter((paragraph) => paragraph.length > 0)
        .map((paragraph) => paragraph.join("\n"))
        .join("\n\n");
}
