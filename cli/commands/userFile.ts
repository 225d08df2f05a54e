import { closeSync, openSync, readFileSync } from "node:fs";
import { type Document, LineCounter, parseAllDocuments, parseDocument } from "yaml";
import { reasonOfSystem } from "../../processes/systemError";
import { UsageError } from "./usageError";

/**
 * The text of a file that the user has named, or that is the user's.
 *
 * @param file - its path, or 0 for standard input
 * @throws UsageError where it cannot be read.
 */
export function readUserFile(file: string | 0): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        const what = file === 0 ? "Standard input" : file;
        throw new UsageError(`${what} cannot be read: ${reasonOfSystem(error)}. Name a file that you can read.`);
    }
}

/**
 * Finds out whether a file can be written, before the work whose result it is to hold. It is created where it is missing.
 *
 * @param option - the option that names the file
 * @throws UsageError where it cannot.
 */
export function checkWritable(option: string, file: string): void {
    try {
        closeSync(openSync(file, "a"));
    } catch (error) {
        throw new UsageError(
            `${option}: ${file} cannot be written: ${reasonOfSystem(error)}. Name a file in a folder that exists.`,
        );
    }
}

/**
 * What such a file holds as YAML, with merge keys (`<<`).
 *
 * @throws UsageError where it cannot be read, or is not valid YAML. None of its text is in it, as that may be a secret.
 */
export function readYaml(file: string): unknown {
    const lines = new LineCounter();
    const document = parseDocument(readUserFile(file), { ...quiet, lineCounter: lines, merge: true });
    return valuesOf(file, [document], lines)[0];
}

/** As {@link readYaml}, for a file with several documents. */
export function readYamlDocuments(file: string): unknown[] {
    const lines = new LineCounter();
    const documents = parseAllDocuments(readUserFile(file), { ...quiet, lineCounter: lines, merge: true });
    return valuesOf(file, documents, lines);
}

/** Errors without the text around them. */
const quiet = { prettyErrors: false };

function valuesOf(file: string, documents: readonly Document[], lines: LineCounter): unknown[] {
    const invalid = documents
        .flatMap(({ errors }) => errors)
        .map(({ code, pos: [start] }) => ({ code, ...lines.linePos(start) }))
        .map(({ code, line, col }) => `line ${line}, column ${col} (${code})`);
    if (invalid.length > 0) {
        throw new UsageError(
            `${file} is not valid YAML: ${invalid.join("; ")}. Correct it, and run the command again.`,
        );
    }
    try {
        return documents.map((document) => document.toJS() as unknown);
    } catch {
        throw new UsageError(
            `${file} is not valid YAML: an alias (*) refers to nothing above it, or a merge key (<<) to something other than keys and values. Correct it, and run the command again.`,
        );
    }
}
