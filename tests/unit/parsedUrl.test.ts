import { equal } from "node:assert/strict";
import { parsedUrl } from "../../openmetadata/parsedUrl";

describe("a string as a URL", () => {
    it("is the same after many calls, with letters beyond ASCII too", () => {
        for (let call = 0; call < 20_000; call += 1) {
            equal(parsedUrl("https://bücher.example")?.hostname, "xn--bcher-kva.example");
        }
    });

    it("is undefined where it is not one", () => {
        equal(parsedUrl("bücher"), undefined);
    });
});
