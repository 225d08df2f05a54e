import { deepEqual, equal } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parts } from "./followPages";
import { itineraries } from "./itineraries";
import { pages } from "./pages";

describe("Tests of the documented commands", () => {
    it("Every itinerary belongs to an existing page", () => {
        const known = Object.keys(itineraries({ components: "", commands: "" }));
        deepEqual(
            known.filter((page) => !pages().includes(page)),
            [],
        );
    });

    it("There is one test file for each part of the pages", () => {
        equal(readdirSync(join(__dirname, "commands")).length, parts);
    });
});
