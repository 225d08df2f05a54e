import { versionNotes } from "./changelog";

/** What a release is made of. */
export interface Release {
    /** The tag, such as `v1.2.0`. */
    readonly tag: string;
    /** The version in `package.json`. */
    readonly version: string;
    readonly changelog: string;
    /** The versions whose deployments are recorded, to be upgraded by later ones. */
    readonly recorded: readonly string[];
}

/**
 * The notes of a release: what the changelog says about its version.
 *
 * @throws Error with all that stands against the release.
 */
export function releaseNotes({ tag, version, changelog, recorded }: Release): string {
    const notes = versionNotes(changelog, version);
    const problems = [
        ...(tag === `v${version}`
            ? []
            : [`The tag is ${tag}, and package.json says ${version}: the tag of that is v${version}.`]),
        ...(notes === undefined
            ? [`CHANGELOG.md says nothing about ${version}. Add a section "## ${version} - YYYY-MM-DD".`]
            : []),
        ...(versionNotes(changelog, "Unreleased") === undefined
            ? []
            : [`CHANGELOG.md still has entries under "Unreleased". Move them into the section of ${version}.`]),
        ...(recorded.includes(version)
            ? []
            : [`No deployment of ${version} is recorded. Run \`npm run release:record\`.`]),
    ];
    if (notes === undefined || problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
    return notes;
}
