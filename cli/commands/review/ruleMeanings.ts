import { asCode } from "./asCode";
import type { PropertyChange } from "./change";
import { breaks, careful, type Meaning, note } from "./risk";

/** The output with the sign-in rules; see stackOutputs.ts. */
const output = "signInRules";

/**
 * What it means for users that a sign-in rule comes, changes or goes.
 *
 * @param all - The changes that it is one of.
 */
export function ruleMeanings({ path, before, after }: PropertyChange, all: readonly PropertyChange[]): Meaning[] {
    if (path === output) {
        // What it means that all rules go is said of the Action.
        const rules = Object.entries((after ?? {}) as Record<string, unknown>);
        const parts = rules.map(([name, value]) => ({ path: `${output}.${name}`, before: undefined, after: value }));
        return parts.flatMap((part) => ruleMeanings(part, parts));
    }
    const [top, name = "", ...rest] = path.split(".");
    if (top !== output) {
        return [];
    }
    // The name of a role may have dots of its own.
    return name === "teams" && rest.length > 0
        ? teamMeanings(rest.join("."), before, after)
        : meaningsOfRule(name, before, after, all);
}

function meaningsOfRule(name: string, before: unknown, after: unknown, all: readonly PropertyChange[]): Meaning[] {
    switch (name) {
        case "organizationId":
            return organizationMeanings(before, after, all);
        case "allowedRoles":
            return roleMeanings(before, after);
        case "allowedEmailDomains":
            return domainMeanings(before, after);
        case "requireVerifiedEmail":
            return after === true
                ? [breaks("Users whose e-mail address is not verified can no longer sign in.")]
                : [
                      careful(
                          "Users may sign in with an e-mail address that is not verified, and so perhaps not theirs.",
                      ),
                  ];
        case "requireMfa":
            return after === true
                ? [careful("Users need a second factor to sign in; one has to be enabled in the tenant.")]
                : [careful("Users no longer need a second factor to sign in, unless the tenant asks for one.")];
        case "teams": {
            const [old, now] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
            return [...new Set(Object.keys({ ...old, ...now }))].flatMap((role) =>
                teamMeanings(role, old?.[role], now?.[role]),
            );
        }
        case "refusalMessages":
            return before === undefined || after === undefined
                ? []
                : [note("Users who are refused see different messages.")];
        default:
            return [];
    }
}

function teamMeanings(role: string, before: unknown, after: unknown): Meaning[] {
    return [
        ...(typeof after === "string"
            ? [note(`Users with the role ${asCode(role)} are added to the team ${asCode(after)} when they sign in.`)]
            : []),
        ...(typeof before === "string"
            ? [
                  note(
                      `Users with the role ${asCode(role)} are no longer added to the team ${asCode(before)}; those in it stay.`,
                  ),
              ]
            : []),
    ];
}

/** By the organization's name where that is what the stack has, and changes. */
function organizationMeanings(before: unknown, after: unknown, all: readonly PropertyChange[]): Meaning[] {
    const name = all.find(({ path }) => path === `${output}.organizationName`);
    const [from, to] = [name?.before ?? before, name?.after ?? after].map((one) => asCode(String(one)));
    if (after === undefined) {
        return [
            breaks(
                `Users no longer sign in as members of the organization ${from}: every user of an enabled connection may sign in, ` +
                    "and servers need the new settings.",
            ),
        ];
    }
    return [
        breaks(
            before === undefined
                ? `Only members of the organization ${to} can sign in.`
                : `Only members of the organization ${to} can sign in, and those of ${from} no longer.`,
        ),
    ];
}

/** Of a list that stays, what changes is one entry. */
function roleMeanings(before: unknown, after: unknown): Meaning[] {
    if (Array.isArray(after)) {
        return [breaks(`Users ${without(after, "the role")} can no longer sign in.`)];
    }
    if (Array.isArray(before)) {
        return [careful("Roles are no longer checked: users may sign in with any role, or none.")];
    }
    return [
        ...(typeof after === "string" ? [careful(`Users with the role ${asCode(after)} may sign in.`)] : []),
        ...(typeof before === "string"
            ? [
                  breaks(
                      `Users with the role ${asCode(before)} can no longer sign in, unless they have another allowed role.`,
                  ),
              ]
            : []),
    ];
}

function domainMeanings(before: unknown, after: unknown): Meaning[] {
    if (Array.isArray(after)) {
        return [breaks(`Users ${without(after, "an e-mail address in")} can no longer sign in.`)];
    }
    if (Array.isArray(before)) {
        return [careful("Users with an e-mail address in any domain may sign in.")];
    }
    return [
        ...(typeof after === "string"
            ? [careful(`Users with an e-mail address in ${asCode(after)} may sign in.`)]
            : []),
        ...(typeof before === "string"
            ? [breaks(`Users with an e-mail address in ${asCode(before)} can no longer sign in.`)]
            : []),
    ];
}

function without(values: readonly unknown[], what: string): string {
    return `without ${what} ${values.map((value) => asCode(String(value))).join(" or ")}`;
}
