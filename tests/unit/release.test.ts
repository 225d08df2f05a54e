import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rcompare } from "semver";
import { projectFolder } from "../../cli/commands/project";
import { version } from "../../package.json";
import { type Release, releaseNotes } from "../../tools/release/notes";

const ready: Release = {
    tag: "v1.2.0",
    version: "1.2.0",
    changelog:
        "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2027-01-31\n\n### Added\n\n- A thing.\n\n## 1.1.0\n\n- Old.\n",
    recorded: ["1.1.0", "1.2.0"],
};

describe("Release checks", () => {
    it("The release notes are the changelog's section of the version", () => {
        equal(releaseNotes(ready), "### Added\n\n- A thing.");
    });

    const mistakes: [string, Partial<Release>, RegExp][] = [
        ["a tag of another version", { tag: "v1.3.0" }, /tag is v1\.3\.0.*package\.json says 1\.2\.0.*v1\.2\.0\.$/],
        ["a tag without v", { tag: "1.2.0" }, /the tag of that is v1\.2\.0/],
        ["no section in the changelog", { changelog: "# Changelog\n\n## 1.1.0\n\n- Old.\n" }, /nothing about 1\.2\.0/],
        [
            "an empty section in the changelog",
            { changelog: "# Changelog\n\n## 1.2.0\n\n## 1.1.0\n\n- Old.\n" },
            /nothing about 1\.2\.0/,
        ],
        [
            "entries left under Unreleased",
            { changelog: ready.changelog.replace("## Unreleased", "## Unreleased\n\n- New.") },
            /still has entries under "Unreleased"/,
        ],
        ["no recorded deployment", { recorded: ["1.1.0"] }, /No deployment of 1\.2\.0 is recorded/],
    ];
    for (const [what, change, message] of mistakes) {
        it(`A release with ${what} is refused`, () => {
            throws(() => releaseNotes({ ...ready, ...change }), { message });
        });
    }

    it("A refused release reports all mistakes at once", () => {
        throws(() => releaseNotes({ ...ready, tag: "v2", recorded: [] }), /tag is v2[^]*No deployment/);
    });

    describe("This project's changelog", () => {
        const changelog = readFileSync(join(projectFolder, "CHANGELOG.md"), "utf8");
        const titles = [...changelog.matchAll(/^##(?!#)(.*)$/gm)].map(([, title = ""]) => title);

        it("Each section of CHANGELOG.md is Unreleased or a version with its date, newest first", () => {
            const versions = titles.filter((title) => title !== " Unreleased");
            for (const title of versions) {
                match(title, /^ \d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/);
            }
            const numbers = versions.map((title) => title.trim().split(" ", 1)[0] ?? "");
            deepEqual(numbers, [...numbers].sort(rcompare));
            ok(titles.indexOf(" Unreleased") <= 0, "Unreleased is not the first section");
            ok(titles.length > 0);
        });

        it("CHANGELOG.md has the notes of package.json's version, or has them under Unreleased", () => {
            const isReleased = titles.some((title) => title.startsWith(` ${version} - `));
            const section = changelog.slice(changelog.indexOf(isReleased ? `## ${version} - ` : "## Unreleased"));
            const dated = section.replace(/^## .*/, `## ${version} - 2027-01-31`);
            const release = { tag: `v${version}`, version, changelog: dated, recorded: [version] };
            const notes = releaseNotes(release);
            match(notes, /^### [A-Z][a-z]+\n\n- \S/);
            ok(!/^## /m.test(notes), "The notes run into the next section");
            ok(changelog.includes(notes), "The notes are not the changelog's own");
            const early = { ...release, changelog: dated.replace(/^.*/, "## Unreleased") };
            throws(() => releaseNotes(early), /says nothing about [^]*still has entries under "Unreleased"/);
        });
    });
});
