import type { Facts } from "./facts";

/** How much a finding matters. What is `hidden` cannot be seen from here, and is neither right nor wrong. */
export type Severity = "ok" | "hidden" | "warning" | "error";

/** What a check has found. No secret and no token is in it. */
export type Finding = {
    /** Names the check; stays the same from version to version. */
    readonly id: string;
    /** What is there. */
    readonly found: string;
} & (
    | { readonly severity: "ok" }
    | {
          readonly severity: "hidden";
          /** How it can be seen. */
          readonly remedy: string;
      }
    | {
          readonly severity: "warning" | "error";
          /** What that leads to. */
          readonly meaning: string;
          /** What to do next. */
          readonly remedy: string;
      }
);

/** Looks at the facts; finds nothing where what it looks at could not be collected, which another check says. */
export type Check = (facts: Facts) => readonly Finding[];

/** All is as it should be. */
export function ok(id: string, found: string): Finding {
    return { id, severity: "ok", found };
}

/** Something that the server does not show to whoever asks. */
export function hidden(id: string, remedy: string, found = "not visible"): Finding {
    return { id, severity: "hidden", found, remedy };
}

/** Sign-in, or the use of a token, does not work, or others get in. */
export function error(id: string, found: string, meaning: string, remedy: string): Finding {
    return { id, severity: "error", found, meaning, remedy };
}

/** Something to look at before it becomes an error. */
export function warning(id: string, found: string, meaning: string, remedy: string): Finding {
    return { id, severity: "warning", found, meaning, remedy };
}
