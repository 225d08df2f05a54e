import { equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateSchemas } from "./requestSchemas";

describe("Request schemas of the sandbox", function () {
    it("The checked-in request schemas match the types of Auth0's SDK", () => {
        const kept = readFileSync(join(__dirname, "../../sandbox/managementApi/validation/schemas.json"), "utf8");
        // Compared as data: how it is laid out is the formatter's affair.
        equal(JSON.stringify(JSON.parse(kept)), JSON.stringify(JSON.parse(generateSchemas())));
    });
});
