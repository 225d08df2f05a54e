import { isBuiltin } from "node:module";
import type { ActionRecord } from "../records";

/** How a build goes on, as it was seen at the real API by reading the Action again and again. */
const courses = {
    withoutDependencies: ["built"],
    withDependencies: ["building", "building", "building", "building", "built"],
    failing: [
        "building",
        "retrying",
        "retrying",
        "building",
        "retrying",
        "retrying",
        "building",
        "building",
        "building",
        "failed",
    ],
} as const;

/** How long a build takes at most, in milliseconds, however seldom the Action is read. */
const longest = 2_000;

/**
 * The builds of Actions after a change. Auth0 builds in the background; here a build goes one step on whenever the Action
 * is read, so that whoever waits for it sees all steps and waits no longer than needed.
 */
export class ActionBuilds {
    readonly #builds = new Map<string, { readonly started: number; reads: number }>();

    /** Begins the build of an Action that was made or changed. */
    start({ id }: ActionRecord): void {
        this.#builds.set(id, { started: Date.now(), reads: 0 });
    }

    /** The status that a reader sees now. */
    read(action: ActionRecord): string {
        const build = this.#builds.get(action.id);
        if (build !== undefined) build.reads += 1;
        return this.status(action);
    }

    /** Where the build is, without a step. */
    status(action: ActionRecord): string {
        const course = courseOf(action);
        const build = this.#builds.get(action.id);
        if (build === undefined || Date.now() - build.started > longest) return course.at(-1) ?? "built";
        return build.reads === 0 ? "pending" : (course[Math.min(build.reads, course.length) - 1] ?? "built");
    }
}

/**
 * Which course the build takes. A package under the name of one of Node's own modules fails, as was seen (with a version
 * that the registry does not have); every other is taken to exist. None is installed.
 */
function courseOf({ dependencies }: ActionRecord): readonly string[] {
    if (dependencies.some(({ name }) => typeof name === "string" && isBuiltin(name))) return courses.failing;
    return dependencies.length === 0 ? courses.withoutDependencies : courses.withDependencies;
}
