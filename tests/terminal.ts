import { type IPty, spawn } from "@lydell/node-pty";

/** A program on a terminal of its own. */
export interface OnTerminal {
    readonly pid: number;
    /** Types on its keyboard; Ctrl+C is `\x03`, the end of the input `\x04`. */
    type(keys: string): void;
    /** Waits for words on the screen, behind those that an earlier call has found; an error with the screen, where they do not come. */
    shows(words: RegExp): Promise<void>;
    /** How it ended, and all that was on the screen. */
    readonly ended: Promise<{
        readonly exitCode: number;
        readonly signal: number | undefined;
        readonly screen: string;
    }>;
}

/** Starts a program on a terminal, wide enough that no line of it is broken. */
export function onTerminal(
    program: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): OnTerminal {
    const terminal: IPty = spawn(program, [...args], { cols: 400, rows: 100, ...options });
    let screen = "";
    let read = 0;
    let over = false;
    const waiting = new Set<() => void>();
    const wake = (): void => {
        waiting.forEach((look) => {
            look();
        });
    };
    terminal.onData((data) => {
        screen += data;
        wake();
    });
    const ended = new Promise<Awaited<OnTerminal["ended"]>>((resolve) => {
        terminal.onExit(({ exitCode, signal }) => {
            over = true;
            wake();
            resolve({ exitCode, signal: signal === 0 ? undefined : signal, screen });
        });
    });
    return {
        pid: terminal.pid,
        type: (keys) => {
            terminal.write(keys);
        },
        shows: async (words) =>
            new Promise((resolve, reject) => {
                const look = (): void => {
                    const found = words.exec(screen.slice(read));
                    if (found === null && !over) {
                        return;
                    }
                    waiting.delete(look);
                    if (found === null) {
                        reject(new Error(`${String(words)} did not come:\n${screen}`));
                    } else {
                        read += found.index + found[0].length;
                        resolve();
                    }
                };
                waiting.add(look);
                look();
                setTimeout(() => {
                    if (waiting.delete(look)) {
                        terminal.kill();
                        reject(new Error(`${String(words)} did not come in time:\n${JSON.stringify(screen)}`));
                    }
                }, 120_000).unref();
            }),
        ended,
    };
}
