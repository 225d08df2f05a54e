import * as pulumi from "@pulumi/pulumi";

/**
 * An error about what a user has given or granted: its message says what to do, and where in the code it was noticed is
 * nobody's concern.
 *
 * The CLI shows a RunError of a program without its stack trace. It would show that of one in a plugin; and Node 20 takes half
 * a minute to colour a trace with the `node_modules/@pulumi/output.ts` of the SDK's source maps, which the SDK has it do.
 */
export class MessageOnlyError extends pulumi.RunError {
    constructor(message: string) {
        super(message);
        this.stack = message;
    }
}
