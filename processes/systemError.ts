import { getSystemErrorMap } from "node:util";

/** What an error code of the system, such as `ENOENT`, means in words. */
export function meaningOf(code: string | undefined): string {
    const [, meaning] = [...getSystemErrorMap().values()].find(([name]) => name === code) ?? [];
    return meaning ?? "the system refused it";
}

/** What the code of an error means: see {@link meaningOf}. */
export function reasonOfSystem(error: unknown): string {
    return meaningOf((error as NodeJS.ErrnoException).code);
}
