/** What makes the text of a stack trace; the SDK installs one that looks places up in source maps. */
type PrepareStackTrace = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/**
 * Saves the time that Pulumi's SDK spends on stack traces that nobody reads.
 *
 * The SDK keeps a stack trace for each promise that it makes, about a hundred for each resource, and looks up every line
 * of it in source maps. It shows them only where the environment variable `PULUMI_DEBUG_PROMISE_LEAKS` is set; with that,
 * nothing changes here. The stack traces of errors stay as they are.
 *
 * A program calls it once, before it declares anything.
 */
export function skipPromiseTraces(): void {
    const hook: { prepareStackTrace?: PrepareStackTrace } = Error;
    const prepare = hook.prepareStackTrace;
    if (prepare === undefined || process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) {
        return;
    }
    hook.prepareStackTrace = (error, frames) =>
        frames[0]?.getFunctionName() === "debuggablePromise" ? String(error) : prepare(error, frames);
}
