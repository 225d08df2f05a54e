import { equal } from "node:assert/strict";
import { parsedUrl } from "../../openmetadata/parsedUrl";

describe("parsedUrl", () => {
    it("parsedUrl converts a non-ASCII host in each of 20,000 calls", () => {
        for (let call = 0; call < 20_000; call += 1) {
            equal(parsedUrl("https://bücher.example")?.hostname, "xn--bcher-kva.example");
        }
    });

    it("parsedUrl returns undefined for a string that is not a URL", () => {
        equal(parsedUrl("bücher"), undefined);
    });
});
