/** A mistake in how a command was called, or in a file that it was given: nothing was done. */
export class UsageError extends Error {}
