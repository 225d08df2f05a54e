import type { Problem } from "./problem";

/** Checks that an entry of a list is not one of those before it. */
export function checkOnce(key: string, values: readonly string[], value: string, index: number): Problem[] {
    return values.indexOf(value) === index
        ? []
        : [
              {
                  key: `${key}[${index}]`,
                  wrong: `${JSON.stringify(value)} is named twice`,
                  write: "Remove one of the two.",
              },
          ];
}
