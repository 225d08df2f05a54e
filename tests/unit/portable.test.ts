import { equal } from "node:assert/strict";
import { isString } from "../../openmetadata/portable";

describe("a plain word of the settings", () => {
    // Each was found by the property test of the readers: Go's YAML leaves underscores out of numbers, wherever they stand.
    for (const word of ["40.E__65", "E64", "007", "1_000", ".5", "0x1F", "12:30", "2027-01-01", "null"]) {
        it(`is not a string to every reader of YAML: ${word}`, () => {
            equal(isString(word), false);
        });
    }
    for (const word of ["a40.E__65", "openmetadata", "12345", "1.2.3", "e-65x"]) {
        it(`is a string to every reader of YAML: ${word}`, () => {
            equal(isString(word), true);
        });
    }
});
