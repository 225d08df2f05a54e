import { equal, ok } from "node:assert/strict";
import { isPortable, isString } from "../../openmetadata/portable";
import { checkServerUrl, serverJwksUrl } from "../../openmetadata/serverUrl";
import { checkKeyFolder } from "../../openmetadata/shipped";

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

describe("a long value of the settings", () => {
    it("is refused where what is appended to the key folder or the server's URL would not fit", () => {
        for (let length = 3900; length < 4200; length++) {
            const folder = `/${"k".repeat(length)}`;
            ok(
                checkKeyFolder("keyFolder", folder).length > 0 || isPortable(`${folder}/private_key.der`),
                String(length),
            );
            const url = `https://om.example.com/${"p".repeat(length)}`;
            ok(checkServerUrl("serverUrl", url).length > 0 || isPortable(serverJwksUrl(url)), String(length));
        }
        equal(checkKeyFolder("keyFolder", `/${"k".repeat(3999)}`).length, 0);
    });
});
