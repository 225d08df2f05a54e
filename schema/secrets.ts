/**
 * The inputs and outputs that are secret, in every component that has them: an input of that name is made a secret as soon
 * as it is given, and an output of that name stays one.
 */
export const secretProperties: ReadonlySet<string> = new Set([
    "clientSecret",
    "privateKey",
    "privateKeyDer",
    "privateKeyPem",
    "fernetKey",
    "token",
    "serverTokens",
    // Renderings that hold one of them.
    "environment",
    "environments",
    "kubernetesSecrets",
    "ingestion",
]);
