/* eslint-disable-next-line @typescript-eslint/no-require-imports -- Only of the module itself, and of no copy, can a function be replaced. */
import debuggable = require("@pulumi/pulumi/runtime/debuggable");

/** What the SDK makes of each of its promises. Not in its public types. */
type DebuggablePromise = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;

const promises = debuggable as { debuggablePromise: DebuggablePromise };
const traced = promises.debuggablePromise;

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
    if (!process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) {
        promises.debuggablePromise = untraced;
    }
}

/** As the SDK's own, with a stack trace that has no lines. */
function untraced(promise: Promise<unknown>, context: unknown): Promise<unknown> {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return traced(promise, context);
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
