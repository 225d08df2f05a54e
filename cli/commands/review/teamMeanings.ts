import { isDeepStrictEqual } from "node:util";
import { asCode } from "./asCode";
import type { Change } from "./change";
import { careful, type Meaning, note } from "./risk";

/** Roles by team, as the resource has them. */
type Teams = Readonly<Record<string, readonly string[]>>;

/** What it means that the teams of a running server change. */
export function teamMeanings({ op, before, after }: Change): Meaning[] {
    const old = op === "create" ? {} : ((before["teams"] ?? {}) as Teams);
    const now = op === "delete" ? {} : ((after["teams"] ?? {}) as Teams);
    const added = Object.keys(now).filter((team) => old[team] === undefined);
    const removed = Object.keys(old).filter((team) => now[team] === undefined);
    const changed = Object.entries(now).filter(
        ([team, roles]) => roles.length > 0 && !isDeepStrictEqual(roles, old[team] ?? []),
    );
    const ignored = Object.entries(now).filter(([team, roles]) => roles.length === 0 && (old[team] ?? []).length > 0);
    const meanings = [
        ...(added.length === 0
            ? []
            : [note(`The server gets any of the teams ${list(added)} that it does not have yet.`)]),
        ...changed.map(([team, roles]) =>
            careful(`All users in the team ${asCode(team)} get these roles from it, and no others: ${list(roles)}.`),
        ),
        ...ignored.map(([team]) =>
            note(`The default roles of the team ${asCode(team)} stay, and are no longer managed.`),
        ),
        ...(removed.length === 0
            ? []
            : [
                  note(
                      `Of the teams ${list(removed)}, those that this stack made are deleted unless they have users, own something, ` +
                          "have a policy or are named in one.",
                  ),
              ]),
    ];
    return meanings.length > 0 || op !== "update"
        ? meanings
        : [note("Teams that were deleted or changed on the server become as the stack has them.")];
}

function list(names: readonly string[]): string {
    return names.map((name) => asCode(name)).join(", ");
}
