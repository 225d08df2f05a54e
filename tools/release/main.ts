// Prints the notes of the release that a tag names, or what stands against it: npm run --silent release:notes -- TAG
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endBecauseOf } from "../../cli/commands/ending";
import { projectFolder } from "../../cli/commands/project";
import { version } from "../../package.json";
import { releaseNotes } from "./notes";

const recordings = join(projectFolder, "tests", "upgrade", "recorded");
try {
    const notes = releaseNotes({
        tag: process.argv[2] ?? "",
        version,
        changelog: readFileSync(join(projectFolder, "CHANGELOG.md"), "utf8"),
        recorded: existsSync(recordings) ? readdirSync(recordings) : [],
    });
    console.log(notes);
} catch (error) {
    endBecauseOf(error);
}
