/** A section of the changelog, such as that of a version. */
interface Section {
    /** The heading without its marks and, for a version, without its date. */
    readonly title: string;
    readonly text: string;
}

/**
 * What the changelog says about a version.
 *
 * @param changelog - in the format of Keep a Changelog, with headings such as `## 1.2.0 - 2027-01-31`
 * @returns `undefined` where it says nothing.
 */
export function versionNotes(changelog: string, version: string): string | undefined {
    const text = sections(changelog).find(({ title }) => title === version)?.text;
    return text === "" ? undefined : text;
}

/**
 * What an upgrade from a version changes in stacks that exist, without their configuration being changed: what the newer
 * sections of the changelog list under `### In existing stacks`.
 *
 * @returns changes as they stand there, such as `update Client description` or `create RandomUuid`.
 */
export function changesInStacksSince(changelog: string, version: string): string[] {
    const all = sections(changelog);
    const known = all.findIndex(({ title }) => title === version);
    const newer = known < 0 ? all : all.slice(0, known);
    return newer.flatMap(({ text }) => {
        const list = /^### In existing stacks\n(?<list>[^]*?)(?=^### |(?![^]))/m.exec(text)?.groups?.["list"] ?? "";
        return [...list.matchAll(/^- `(?<change>[^`]+)`/gm)].map(({ groups }) => groups?.["change"] ?? "");
    });
}

function sections(changelog: string): Section[] {
    return changelog
        .split(/^## /m)
        .slice(1)
        .map((section) => {
            const [heading = "", ...lines] = section.split("\n");
            return { title: heading.split(" - ", 1)[0]?.trim() ?? "", text: lines.join("\n").trim() };
        });
}
