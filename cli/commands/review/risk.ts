/** How much a change means for people, worst first. */
export const risks = ["breaks", "careful", "note"] as const;
/** How much a change means for people. */
export type Risk = (typeof risks)[number];

/** What a change means for the people who sign in, and for those who run the servers. */
export interface Meaning {
    readonly risk: Risk;
    /** A sentence in Markdown. */
    readonly text: string;
}

/** Something stops working. */
export function breaks(text: string): Meaning {
    return { risk: "breaks", text };
}

/** Something is to be thought of before. */
export function careful(text: string): Meaning {
    return { risk: "careful", text };
}

/** Something is good to know. */
export function note(text: string): Meaning {
    return { risk: "note", text };
}
