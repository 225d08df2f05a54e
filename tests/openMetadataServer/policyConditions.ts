import type { Database } from "./database";

/**
 * What the server does to the conditions of all policies when a team is deleted, softly or for good. A rule that is left
 * without a condition holds for everyone. Source: `PolicyConditionUpdater`, which reads arguments in single quotes only, so
 * that a call with others is taken out whichever team is deleted.
 */
export function withoutTeam(database: Database, team: string): void {
    for (const rule of database.policies.flatMap(({ rules }) => rules)) {
        if (rule.condition === undefined) {
            continue;
        }
        const condition = rule.condition.replace(/inAnyTeam\s*\([^)]*\)/g, (call) => {
            const others = (call.match(/'[^']*'/g) ?? []).filter((argument) => argument !== `'${team}'`);
            return others.length === 0 ? "" : `inAnyTeam(${others.join(", ")})`;
        });
        const tidy = withoutDanglingOperators(condition);
        if (tidy === "") {
            delete rule.condition;
        } else {
            rule.condition = tidy;
        }
    }
}

function withoutDanglingOperators(condition: string): string {
    const tidy = condition
        .replace(/(&&|\|\|)\s+(&&|\|\|)/g, "$1")
        .replace(/^\s*(&&|\|\|)\s*/, "")
        .replace(/\s*(&&|\|\|)\s*$/, "")
        .trim();
    return tidy === condition ? tidy : withoutDanglingOperators(tidy);
}
