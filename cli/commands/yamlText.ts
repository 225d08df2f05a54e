import { stringify } from "yaml";

/** One line for each value, each object in full, and quotes where a reader of YAML 1.1 takes a string for something else. */
const style = { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;

/**
 * YAML for other programs. Those in Go, Pulumi's engine and Helm among them, know more than YAML 1.2: to the engine, a version
 * named 2027-01-01 without quotes is `2027-01-01 00:00:00 +0000 UTC`.
 */
export function yamlText(value: unknown): string {
    return stringify(value, style);
}
