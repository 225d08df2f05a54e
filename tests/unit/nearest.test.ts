import { equal } from "node:assert/strict";
import { nearest } from "../../config/nearest";

describe("The name that was probably meant", () => {
    const names = ["up", "preview", "export", "clientSecret"];
    for (const [typed, meant] of [
        ["exprot", "export"],
        ["ClientSecert", "clientSecret"],
        ["previews", "preview"],
        ["foo", undefined],
        ["constructor", undefined],
    ] as const) {
        it(`is ${meant ?? "none"} for ${typed}`, () => {
            equal(nearest(typed, names), meant);
        });
    }
});
