/** One mistake in what a user gave: where it is, what is wrong with it and what to write instead. */
export interface Problem {
    /** The key that is wrong, as the user wrote it: a configuration key or the name of an argument. */
    readonly key: string;
    /** What is wrong. Never holds the value of a secret. */
    readonly wrong: string;
    /** What to write instead. */
    readonly write: string;
}

/** A problem in one line: key, fault, fix. */
export function lineOf({ key, wrong, write }: Problem): string {
    return `${key}: ${wrong}. ${write}`;
}

/** One problem, in the form in which checks answer: a list that has nothing in it where all is right. */
export function problemAt(key: string, wrong: string, write: string): Problem[] {
    return [{ key, wrong, write }];
}
