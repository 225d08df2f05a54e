import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { interrupt } from "../../processes/interruption";

/** Somebody who answers. */
export interface Questions {
    /** Asks; gives the answer, or `undefined` where the input has ended, or Ctrl+C was typed. */
    ask(question: string): Promise<string | undefined>;
    /** Lets the process end. */
    close(): void;
}

/** Asks questions on a terminal. Lines that are typed or pasted before their question are kept for it. */
export function openQuestions(input: Readable, output: Writable): Questions {
    const terminal = createInterface({ input, output });
    let closed = false;
    terminal.once("close", () => (closed = true));
    terminal.once("SIGINT", () => {
        interrupt("SIGINT");
        terminal.close();
    });
    const lines = terminal[Symbol.asyncIterator]();
    return {
        async ask(question) {
            if (!closed) {
                terminal.setPrompt(question);
                terminal.prompt();
            }
            const line = await lines.next();
            return line.done === true ? undefined : line.value.trim();
        },
        close: () => {
            terminal.close();
        },
    };
}
