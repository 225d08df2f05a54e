import type { Progress } from "./progress";

/** The format of `go list` that a {@link PackageCount} understands: packages of two versions of a module are two. */
export const packageFormat = "{{.ImportPath}} {{with .Module}}{{.Path}}@{{.Version}}{{end}}";

/** Tells a person how far builds have come that share one build cache, and when they end. */
export class PackageCount {
    private readonly began: number;
    private compiled = 0;
    private all: number | undefined;

    /** @param clock - the time in milliseconds */
    constructor(
        private readonly progress: Progress,
        private readonly clock: () => number = Date.now,
    ) {
        this.began = clock();
    }

    /**
     * Takes what `go list -deps -f` {@link packageFormat} says for each build. How many packages there are is known as
     * soon as all lists are.
     */
    expect(lists: readonly Promise<string>[]): void {
        void Promise.all(lists).then(
            (texts) => {
                this.all = new Set(texts.flatMap((text) => text.split("\n")).filter(isCompiled)).size;
            },
            // Whoever waits for the list says why it failed.
            () => undefined,
        );
    }

    /** Takes a line that `go list` or `go build -v` writes: what it downloads, or a package that it compiles. */
    readonly line = (line: string): void => {
        this.compiled += /^(go: |#)/.test(line) ? 0 : 1;
        this.progress.update(
            this.all === undefined
                ? `Downloading modules; ${this.compiled} packages compiled`
                : `Building: ${this.compiled} of ${this.all} packages compiled, ${this.timeLeft(this.all)}`,
        );
    };

    private timeLeft(all: number): string {
        const each = (this.clock() - this.began) / Math.max(this.compiled, 1);
        const minutes = Math.ceil((each * (all - this.compiled)) / 60_000);
        return minutes <= 1 ? "about a minute left" : `about ${minutes} minutes left`;
    }
}

/** Says whether a line of the list is a package that is compiled: `unsafe` is a part of the language. */
function isCompiled(listed: string): boolean {
    return listed !== "" && listed !== "unsafe ";
}
