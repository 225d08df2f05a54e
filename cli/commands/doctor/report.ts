import { redact } from "../../../openmetadata/api/redact";
import type { Finding, Severity } from "./finding";

/** What doctor says at the end. */
export interface Report {
    readonly stack: string;
    /** URL of the server. */
    readonly server: string;
    /** The worst severity of all findings. */
    readonly result: Severity;
    readonly findings: readonly Finding[];
}

/** How long a part of a secret is that must not be said; shorter ones are in ordinary words. */
const shortest = 8;

/**
 * Puts findings into a report.
 *
 * @param secrets - What must not be in it, whatever a server has said.
 */
export function reportOf(
    stack: string,
    serverUrl: string,
    findings: readonly Finding[],
    secrets: readonly string[],
): Report {
    const result = (["error", "warning"] as const).find((severity) =>
        findings.some((finding) => finding.severity === severity),
    );
    // A secret with line breaks would stand there in parts.
    const parts = secrets.flatMap((secret) => secret.split(/\s+/)).filter((part) => part.length >= shortest);
    const clean = (text: string): string => redact(text, [...secrets, ...parts]);
    return {
        stack,
        server: serverUrl,
        result: result ?? "ok",
        findings: findings.map(
            (finding) =>
                Object.fromEntries(Object.entries(finding).map(([name, text]) => [name, clean(text)])) as Finding,
        ),
    };
}

/** The report as a table: what was found, and below what is not right or not visible what it means and what to do. */
export function tableOf({ stack, server, findings }: Report): string {
    const width = Math.max(...findings.map(({ id }) => id.length));
    const indent = " ".repeat("warning".length + width + 4);
    const lines = findings.flatMap((finding) => [
        `${finding.severity.padEnd("warning".length)}  ${finding.id.padEnd(width)}  ${finding.found}`,
        ...("meaning" in finding ? [`${indent}${finding.meaning}`] : []),
        ...("remedy" in finding ? [`${indent}-> ${finding.remedy}`] : []),
    ]);
    const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
    const counted = (severity: Severity, word: string): string =>
        `${count(severity)} ${count(severity) === 1 ? word : `${word}s`}`;
    return [
        `${server}, against the stack ${stack}:`,
        "",
        ...lines,
        "",
        `${counted("error", "error")}, ${counted("warning", "warning")}, ${counted("ok", "check")} fine, ${count("hidden")} not visible.`,
    ].join("\n");
}
