/* eslint-disable-next-line @typescript-eslint/no-require-imports -- Only of the module itself, and of no copy, can a function be replaced. */
import log = require("@pulumi/pulumi/log");

/** How Pulumi marks a secret between program and engine. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/**
 * Keeps secrets out of the debug messages of Pulumi's SDK.
 *
 * The SDK writes the engine's whole answer to each registration into a debug message, secrets in plain text. The messages
 * are not shown, but they are part of the event stream: of `pulumi up --json`, event logs and the Automation API. Of a
 * message with a secret in it, only what comes before the answer is left.
 *
 * A program calls it once, before it declares anything.
 */
export function keepSecretsOutOfDebugMessages(): void {
    const { debug } = log;
    Object.assign(log, {
        debug: (message: string, ...rest: [Parameters<typeof debug>[1]?, number?, boolean?]): Promise<void> =>
            debug(
                message.includes(secretSignature) ? `${message.split("resp: ", 1)[0] ?? ""}resp: [secret]` : message,
                ...rest,
            ),
    });
}
