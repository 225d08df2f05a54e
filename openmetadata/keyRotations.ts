import { type Problem, problemAt } from "./problem";

/** The only rotation of a signing key that was never rotated. */
export const firstKeyRotation = "initial";

/** Checks the names of the signing key's rotations: at least one, none twice, each a short word. */
export function checkKeyRotations(key: string, names: readonly string[]): Problem[] {
    if (names.length === 0) {
        return problemAt(key, "is empty", `Write ${firstKeyRotation}.`);
    }
    return names.flatMap((name, index) => {
        const at = `${key}[${index}]`;
        if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
            return problemAt(
                at,
                `${JSON.stringify(name)} is not a valid rotation name`,
                "Write letters, digits, dots and hyphens, such as 2027-01.",
            );
        }
        return names.indexOf(name) < index
            ? problemAt(at, `${JSON.stringify(name)} is named twice`, "Write a new name.")
            : [];
    });
}
