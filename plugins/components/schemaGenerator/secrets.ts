import { optionNames, optionOf } from "../../../components/options/table";

/**
 * The inputs and outputs that are secret, in every component that has them: an input of that name is made a secret as soon
 * as it is given, and an output of that name stays one.
 *
 * Not `serverTokens`: of a map that is plain and secret, Pulumi makes an SDK for Go that does not compile. Each token in it is
 * made a secret by the component.
 */
export const secretProperties: ReadonlySet<string> = new Set([
    ...optionNames.filter((name) => optionOf(name).secret),
    "privateKeyDer",
    "privateKeyPem",
    "token",
    // Renderings that hold one of them.
    "environment",
    "environments",
    "kubernetesSecrets",
    "ingestion",
]);
