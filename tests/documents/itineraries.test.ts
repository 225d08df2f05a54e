import { deepEqual, equal } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parts } from "./followPages";
import { itineraries } from "./itineraries";
import { pages } from "./pages";

describe("the commands of the documentation", () => {
    it("have no itinerary for a page that there is not", () => {
        const known = Object.keys(itineraries({ components: "", commands: "" }));
        deepEqual(
            known.filter((page) => !pages().includes(page)),
            [],
        );
    });

    it("are followed in as many files as they have parts", () => {
        equal(readdirSync(join(__dirname, "commands")).length, parts);
    });
});
