import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { PackageCount } from "../../../cli/engine/packageCount";
import { Sayings } from "./support";

describe("Build progress", () => {
    let now = 0;
    const sayings = new Sayings();
    const said = (count: PackageCount, line: string): string => {
        count.line(line);
        return sayings.all.at(-1) ?? "";
    };
    const minute = 60_000;

    it("The progress shows compiled packages, their total and the time left", async () => {
        const count = new PackageCount(sayings, () => now);
        count.expect([
            Promise.resolve("fmt \nunsafe \nexample.com/a example.com/a@v1.0.0"),
            Promise.resolve("fmt \nexample.com/a example.com/a@v1.1.0\nexample.com/b example.com/b@v1.0.0"),
        ]);
        await setImmediate();
        now += 2 * minute;
        assert.equal(said(count, "fmt"), "Building: 1 of 4 packages compiled, about 6 minutes left");
        assert.equal(
            said(count, "go: downloading x v1.0.0"),
            "Building: 1 of 4 packages compiled, about 6 minutes left",
        );
        assert.equal(said(count, "example.com/a"), "Building: 2 of 4 packages compiled, about 2 minutes left");
        count.line("example.com/a");
        assert.equal(said(count, "example.com/b"), "Building: 4 of 4 packages compiled, about a minute left");
    });

    it("The progress shows module downloads until all packages are known", () => {
        const count = new PackageCount(sayings, () => now);
        count.expect([Promise.resolve("fmt "), new Promise(() => undefined)]);
        assert.equal(said(count, "go: downloading x v1.0.0"), "Downloading modules; 0 packages compiled");
        assert.equal(said(count, "fmt"), "Downloading modules; 1 packages compiled");
    });

    it("A failed package list does not interrupt the progress", async () => {
        const count = new PackageCount(sayings, () => now);
        count.expect([Promise.reject(new Error("no network"))]);
        await setImmediate();
        assert.equal(said(count, "fmt"), "Downloading modules; 1 packages compiled");
    });
});
