import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { asCode } from "./asCode";
import { type Change, changesIn, driftIn, outputChanges, type PropertyChange } from "./change";
import { waysOut } from "./drift";
import { meaningsOf } from "./meaning";
import { hasDetails, propertyWords, resourceWords, riskWords } from "./words";

/** What is looked at: a change that somebody proposes, or one that has happened outside of the stack. */
export type Subject = "preview" | "drift";

const opWords: Partial<Record<OpType, string>> = {
    create: "create",
    update: "update",
    delete: "delete",
    import: "import",
    replace: "replace",
};

/**
 * A summary of what the engine says in its event log, for a pull request: what it means for people, risk first, then
 * every change, then what the engine and the policies have to say. Secrets are masked.
 */
export function markdownOf(stack: string, subject: Subject, events: readonly EngineEvent[]): string {
    const changes = changesIn(events);
    const outputs = outputChanges(events);
    const meanings = meaningsOf(changes, outputs);
    return [
        `### ${titleOf(stack, subject, changes, outputs, events)}`,
        ...section(
            "What it means",
            meanings.map(({ risk, text }) => `- **${riskWords[risk]}:** ${text}`),
        ),
        ...tableOf(changes, outputs),
        ...section(
            "Changed outside the stack",
            waysOut(stack, driftIn(events)).map((way) => `- ${way}`),
        ),
        ...section("Policies", policyLines(events)),
        ...section("Messages", diagnosticLines(events)),
    ].join("\n\n");
}

/** Whether the engine has come to an end without an error. */
export function succeeded(events: readonly EngineEvent[]): boolean {
    return (
        events.some(({ summaryEvent }) => summaryEvent !== undefined) &&
        !events.some(
            ({ diagnosticEvent, policyEvent }) =>
                diagnosticEvent?.severity === "error" || policyEvent?.enforcementLevel === "mandatory",
        )
    );
}

function titleOf(
    stack: string,
    subject: Subject,
    changes: readonly Change[],
    outputs: readonly PropertyChange[],
    events: readonly EngineEvent[],
): string {
    const name = `Stack ${asCode(stack)}`;
    if (events.some(({ policyEvent }) => policyEvent?.enforcementLevel === "mandatory")) {
        return `${name}: stopped by a policy`;
    }
    if (!succeeded(events)) {
        return `${name}: failed`;
    }
    if (changes.length === 0 && outputs.length === 0) {
        return subject === "drift" ? `${name}: no drift` : `${name}: no changes`;
    }
    const counts = new Map<string, number>();
    for (const { op } of changes) {
        const word = opWords[op] ?? op;
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const words = [...counts].map(([word, count]) => `${count} to ${word}`);
    if (subject === "drift") {
        return `${name}: changed outside of Pulumi (${changes.length})`;
    }
    return `${name}: ${words.length === 0 ? "other settings for the servers" : words.join(", ")}`;
}

/** Lines below a title, each said once. */
function section(title: string, lines: readonly string[]): string[] {
    return lines.length === 0 ? [] : [`**${title}**`, [...new Set(lines)].join("\n")];
}

function tableOf(changes: readonly Change[], outputs: readonly PropertyChange[]): string[] {
    const rows = [
        ...changes.map((change) => [
            opWords[change.op] ?? change.op,
            resourceWords(change),
            hasDetails(change) ? change.properties.map(propertyWords).join("<br>") : "",
        ]),
        ...outputs
            // What the settings say stands beside them; keys and files only repeat it.
            .filter(({ path }) => path.startsWith("settings."))
            .map((property) => ["output", "", propertyWords(property)]),
    ];
    return rows.length === 0
        ? []
        : [
              "**Changes**",
              ["| | Resource | Change |", "| --- | --- | --- |", ...rows.map((row) => `| ${row.join(" | ")} |`)].join(
                  "\n",
              ),
          ];
}

function policyLines(events: readonly EngineEvent[]): string[] {
    return events.flatMap(({ policyEvent }) =>
        policyEvent === undefined
            ? []
            : [
                  `- **${policyEvent.enforcementLevel === "mandatory" ? "Stopped" : "Advice"}** by ${asCode(policyEvent.policyName)}: ` +
                      asCode(policyEvent.message),
              ],
    );
}

function diagnosticLines(events: readonly EngineEvent[]): string[] {
    return events.flatMap(({ diagnosticEvent }) =>
        diagnosticEvent === undefined || !["warning", "error"].includes(diagnosticEvent.severity)
            ? []
            : [`- ${diagnosticEvent.severity}: ${asCode(diagnosticEvent.message)}`],
    );
}
