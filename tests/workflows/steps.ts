import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { parse } from "yaml";
import { projectFolder } from "../../cli/commands/project";

export interface Step {
    readonly name?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly id?: string;
    readonly if?: string;
    readonly env?: Record<string, string>;
}

export interface Job {
    readonly environment?: string;
    readonly permissions?: Record<string, string>;
    readonly env?: Record<string, string>;
    readonly if?: string;
    readonly needs?: string | readonly string[];
    readonly outputs?: Record<string, string>;
    readonly defaults?: { readonly run: Readonly<Record<"working-directory", string>> };
    /** Another workflow, which is the job. */
    readonly uses?: string;
    /** The inputs of that workflow. */
    readonly with?: Record<string, string>;
    readonly steps?: readonly Step[];
}

export interface Workflow {
    readonly on: { readonly workflow_call?: { readonly inputs?: Record<string, { readonly default?: string }> } };
    /** Not there where the caller gives them. */
    readonly permissions?: Record<string, string>;
    readonly env?: Record<string, string>;
    readonly concurrency?: Record<string, string>;
    readonly jobs: Record<string, Job>;
}

export const workflowFolder = join(projectFolder, ".github", "workflows");

export async function workflow(name: string): Promise<Workflow> {
    return parse(await readFile(join(workflowFolder, `${name}.yml`), "utf8")) as Workflow;
}

/** What expressions call. */
const functions = {
    always: () => true,
    cancelled: () => false,
    toJSON: (value: unknown) => JSON.stringify(value),
    fromJSON: (text: string) => JSON.parse(text) as unknown,
    format: (text: string, ...values: readonly unknown[]) =>
        text.replaceAll(/\{(?<index>\d)\}/g, (_all, index: string) => String(values[Number(index)])),
};

/**
 * What an expression gives: those of the workflows mean the same in JavaScript, where each name is there.
 *
 * @param contexts - what stands in for those that GitHub fills in
 */
export function valueOf(expression: string, contexts: object): string | boolean | undefined {
    return runInNewContext(expression, { ...functions, ...contexts }) as string | boolean | undefined;
}

/** Variables, with their expressions filled in. */
export function filledIn(env: Readonly<Record<string, string>> = {}, contexts: object): Record<string, string> {
    return Object.fromEntries(
        Object.entries(env).map(([name, text]) => [
            name,
            text.replace(/\$\{\{ (?<expression>.*?) \}\}/g, (_all, expression: string) =>
                String(valueOf(expression, contexts) ?? ""),
            ),
        ]),
    );
}

/** What a step has written for the steps and jobs after it. */
export async function outputsIn(file: string): Promise<Record<string, string>> {
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
    return Object.fromEntries(
        lines.map((line) => {
            const [name = ""] = line.split("=", 1);
            return [name, line.slice(name.length + 1)];
        }),
    );
}
