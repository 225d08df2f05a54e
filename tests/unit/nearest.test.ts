import { equal } from "node:assert/strict";
import { nearest } from "../../config/nearest";

describe("nearest", () => {
    const names = ["up", "preview", "export", "clientSecret"];
    for (const [typed, meant] of [
        ["exprot", "export"],
        ["ClientSecert", "clientSecret"],
        ["previews", "preview"],
        ["foo", undefined],
        ["constructor", undefined],
    ] as const) {
        it(`The suggestion for ${typed} is ${meant ?? "nothing"}`, () => {
            equal(nearest(typed, names), meant);
        });
    }
});
