/** Thrown by a handler that failed when something was done already: what it has done goes into the state, and is not lost. */
export class PartlyDone extends Error {
    /**
     * @param cause - What went wrong.
     * @param outputs - The resource's outputs as far as they are true by now.
     */
    constructor(
        cause: unknown,
        readonly outputs: object,
    ) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
    }
}
