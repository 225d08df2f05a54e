import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** What a component declared. */
export interface Declared {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
    readonly provider: string | undefined;
}

/** How Pulumi marks a secret on its way to the engine. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/** Whether an input went to the engine marked as a secret. */
export function isSecretInput(value: unknown): boolean {
    return typeof value === "object" && value !== null && secretSignature in value;
}

/** Runs a program against mocks, and gives what it declared, in the order of declaration. */
export async function declaredBy(program: () => unknown, options: { preview?: boolean } = {}): Promise<Declared[]> {
    const declared: Declared[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource(args) {
                declared.push({
                    type: args.type,
                    name: args.name,
                    inputs: args.inputs as Record<string, unknown>,
                    provider: args.provider,
                });
                return { id: `${args.name}-id`, state: { ...(args.inputs as object), ...outputsOf(args) } };
            },
            call(args) {
                if (args.token === "auth0:index/getOrganization:getOrganization") {
                    return { ...(args.inputs as object), id: `org_${(args.inputs as { name: string }).name}` };
                }
                return { ...(args.inputs as object), id: `con_${(args.inputs as { name: string }).name}` };
            },
        },
        "openmetadata-auth0",
        "test",
        options.preview ?? false,
    );
    await program();
    await pulumi.runtime.disconnect();
    return declared;
}

/** What the providers and the engine fill in. */
function outputsOf({ type, name, inputs }: pulumi.runtime.MockResourceArgs): object {
    switch (type) {
        case "auth0:index/client:Client":
            return { clientId: `client-of-${name}` };
        case "auth0:index/clientCredentials:ClientCredentials":
            return { clientSecret: `secret-of-${name}` };
        case "openmetadata-server:index:BotToken":
            return { keyId: (inputs as { signingKeyId: string }).signingKeyId };
        case "pulumi:index:Stash":
            return { output: (inputs as { input: unknown }).input };
        case "random:index/randomPassword:RandomPassword":
            return { result: `password-of-${name}-with-64-letters` };
        case "random:index/randomUuid:RandomUuid":
            return { result: createHash("md5").update(name).digest("hex") };
        default:
            return {};
    }
}

/** The value of an output, and whether it is a secret; rejects where the output does. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
    const value = await new Promise<T>((resolve, reject) => {
        output.apply(resolve);
        // Private to Pulumi's types, and the one way to learn of a rejection.
        (output as unknown as { promise(): Promise<T> }).promise().catch(reject);
    });
    return { value, secret: await pulumi.isSecret(output) };
}

/** The only thing of a type that was declared. */
export function only(declared: readonly Declared[], type: string): Declared {
    const found = declared.filter((resource) => resource.type === type);
    if (found.length !== 1 || found[0] === undefined) {
        throw new Error(`${found.length} of ${type} were declared, not one`);
    }
    return found[0];
}
