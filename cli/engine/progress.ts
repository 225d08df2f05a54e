import ora from "ora";

/** Tells a person what is going on, on the standard error stream. */
export interface Progress {
    /** Says that something longer begins. It goes on until the next call of another method than `update`. */
    begin(text: string): void;
    /** Says how far it has come. Shown in place on a terminal, and at most once a minute elsewhere. */
    update(text: string): void;
    /** Says something worth a line of its own. */
    note(text: string): void;
    /** Says that what began has ended well. */
    end(text: string): void;
    /** Says nothing more. */
    stop(): void;
}

const quiet = 60_000;

/** Returns a {@link Progress} that draws on a terminal and writes plain lines elsewhere. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
    // Input stays untouched: the shell that evaluates the output owns it.
    const spinner = ora({ stream, discardStdin: false });
    let said = 0;
    const line = (text: string) => {
        said = Date.now();
        stream.write(`${text}\n`);
    };
    return {
        begin(text) {
            if (spinner.isEnabled) {
                spinner.start(text);
            } else {
                line(text);
            }
        },
        update(text) {
            if (spinner.isEnabled) {
                spinner.text = text;
            } else if (Date.now() - said > quiet) {
                line(text);
            }
        },
        note(text) {
            spinner.stop();
            line(text);
        },
        end(text) {
            if (spinner.isEnabled) {
                spinner.succeed(text);
            } else {
                line(text);
            }
        },
        stop() {
            spinner.stop();
        },
    };
}
