import { equal } from "node:assert/strict";
import { RateLimit } from "../../sandbox/managementApi/rateLimit";

describe("Rate limit of the sandbox", () => {
    it("Requests over the limit of a second are refused until the next second", () => {
        const limit = new RateLimit();
        const second = 1_700_000_000;
        const first = limit.count(second * 1000);
        const most = Number(first.headers["x-ratelimit-limit"]);
        equal(first.headers["x-ratelimit-remaining"], String(most - 1));
        equal(first.headers["x-ratelimit-reset"], String(second + 1));
        for (let count = 1; count < most; count += 1) {
            equal(limit.count(second * 1000 + 500).exceeded, false);
        }
        const over = limit.count(second * 1000 + 999);
        equal(over.exceeded, true);
        equal(over.headers["x-ratelimit-remaining"], "0");
        equal(limit.count((second + 1) * 1000).exceeded, false);
    });
});
