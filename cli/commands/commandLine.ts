import { sandboxStack } from "./project";

/** Whether this runs from its sources, where npm's scripts call it, or as the program of its package. */
export const fromSources = __filename.endsWith(".ts");

/** What a person types to run one of the commands. */
export function commandLine(command: string, ...args: readonly string[]): string {
    return fromSources
        ? ["npm run", command, ...(args.length === 0 ? [] : ["--", ...args])].join(" ")
        : ["npx openmetadata-auth0", command, ...args].join(" ");
}

/** How a command names a stack: not at all where it is the one that the commands of a checkout work on. */
export function stackOption(stack: string): string[] {
    return fromSources && stack === sandboxStack ? [] : ["--stack", stack];
}
