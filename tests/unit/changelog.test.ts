import { deepEqual, equal, match } from "node:assert/strict";
import { changesInStacksSince, versionNotes } from "../../tools/release/changelog";

const changelog = `# Changelog

## Unreleased

### Fixed

- Nothing that shows.

### In existing stacks

- \`update Client description\`: says which servers the application is for.

## 1.1.0 - 2027-03-01

### Added

- A thing.

### In existing stacks

- \`create RandomUuid\`: one for each server.
- \`update Client refreshToken\`: a shorter life.

### Removed

- \`not a change\` of a stack.

## 1.0.0 - 2027-01-31

The first.

## 0.9.0

`;

describe("Changelog reader", () => {
    it("versionNotes returns the notes of a known version, and undefined for others", () => {
        equal(versionNotes(changelog, "1.0.0"), "The first.");
        match(versionNotes(changelog, "1.1.0") ?? "", /^### Added[^]*of a stack\.$/);
        equal(versionNotes(changelog, "1.0"), undefined);
        equal(versionNotes(changelog, "0.9.0"), undefined);
    });

    it("changesInStacksSince lists the changes of all later versions", () => {
        deepEqual(changesInStacksSince(changelog, "1.1.0"), ["update Client description"]);
        const all = ["update Client description", "create RandomUuid", "update Client refreshToken"];
        deepEqual(changesInStacksSince(changelog, "1.0.0"), all);
        // A version that is not released yet has all sections before it.
        deepEqual(changesInStacksSince(changelog, "0.8.0"), all);
    });
});
