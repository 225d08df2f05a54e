import { equal, ok } from "node:assert/strict";
import { isPortable, isString } from "../../openmetadata/portable";
import { checkServerUrl, serverJwksUrl } from "../../openmetadata/serverUrl";
import { checkKeyFolder } from "../../openmetadata/shipped";

describe("isString", () => {
    // Each was found by the property test of the readers: Go's YAML leaves underscores out of numbers, wherever they stand.
    for (const word of ["40.E__65", "E64", "007", "1_000", ".5", "0x1F", "12:30", "2027-01-01", "null"]) {
        it(`A YAML reader may take ${word} for something other than a string`, () => {
            equal(isString(word), false);
        });
    }
    for (const word of ["a40.E__65", "openmetadata", "12345", "1.2.3", "e-65x"]) {
        it(`Every YAML reader takes ${word} for a string`, () => {
            equal(isString(word), true);
        });
    }
});

describe("Length limit of portable values", () => {
    it("A key folder or server URL is refused if the derived paths would be too long", () => {
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
