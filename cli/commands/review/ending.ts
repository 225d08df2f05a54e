import type { EngineEvent } from "@pulumi/pulumi/automation";
import { changesIn, outputChanges } from "./change";
import { succeeded } from "./markdown";
import { meaningsOf } from "./meaning";
import { hasDetails, propertyWords, resourceWords, riskWords } from "./words";

/**
 * What a preview ends with on the terminal, below what the engine shows: what changes, value by value, and what it means.
 * Of a preview that failed, what it has come to. Secrets are masked.
 */
export function endingOf(events: readonly EngineEvent[]): string {
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
            meanings.length === 0 && succeeded(events) ? ["The sign-in stays as it is."] : meanings,
        ),
    ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`), ""];
}
