import type { EngineEvent } from "@pulumi/pulumi/automation";
import { commandLine, stackOption } from "../commandLine";
import { asCode } from "./asCode";
import { changesIn, driftIn, outputChanges } from "./change";
import { waysOut } from "./drift";
import { succeeded } from "./markdown";
import { meaningsOf } from "./meaning";
import { hasDetails, propertyWords, resourceWords, riskWords } from "./words";

/**
 * What a preview ends with on the terminal, below what the engine shows: what changes, value by value, and what it means.
 * Of a preview that failed, what it has come to. Secrets are masked.
 */
export function endingOf(stack: string, events: readonly EngineEvent[]): string {
    const changes = changesIn(events);
    const outputs = outputChanges(events);
    const meanings = meaningsOf(changes, outputs).map(({ risk, text }) => `${riskWords[risk]}: ${text}`);
    return [
        ...section("Changes", [
            ...changes
                .filter(hasDetails)
                .flatMap((change) =>
                    change.properties.map((property) => `${resourceWords(change)}: ${propertyWords(property)}`),
                ),
            ...outputs.map((property) => `output ${propertyWords(property)}`),
        ]),
        ...section(
            "What it means",
            meanings.length === 0 && succeeded(events)
                ? [
                      `The sign-in stays as it is. ${asCode(commandLine("drift", ...stackOption(stack)))} shows what was changed outside the stack.`,
                  ]
                : meanings,
        ),
        ...section(
            "Changed outside the stack",
            waysOut(stack, driftIn(events)).map((way) => way.replaceAll("**", "")),
        ),
    ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ""];
}
