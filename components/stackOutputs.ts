import type * as pulumi from "@pulumi/pulumi";
import type { SingleSignOn } from "./singleSignOn";

/**
 * The outputs that a stack with one sign-on exports, and from which `export` creates its files. A program ends with
 * `export = stackOutputs(signOn)`. What does not exist, such as the client secret of a SPA, is left out.
 */
export function stackOutputs(signOn: SingleSignOn): Record<string, pulumi.Output<unknown>> {
    const outputs = {
        clientId: signOn.clientId,
        clientSecret: signOn.clientSecret,
        callbacks: signOn.callbacks,
        signInRules: signOn.signInRules,
        keyId: signOn.keyId,
        privateKeyDer: signOn.privateKeyDer,
        publicKeyDer: signOn.publicKeyDer,
        publicKeyPem: signOn.publicKeyPem,
        retiredKeys: signOn.retiredKeys,
        fernetKey: signOn.fernetKey,
        settings: signOn.settings,
        ingestion: signOn.ingestion,
    };
    return Object.fromEntries(
        Object.entries(outputs).flatMap(([name, output]): [string, pulumi.Output<unknown>][] =>
            output === undefined ? [] : [[name, output]],
        ),
    );
}
