import { type Problem, problemAt } from "../openmetadata/problem";
import { inputLeaves, newOutputLeaves, outputLeaves } from "./engineValues";
import { holdsPrivateKey } from "./keysIn";
import { type Leaf, plainName } from "./leaves";
import { holdsServerToken } from "./serverTokens";
import { readingsOf } from "./readings";
import { report, type WholePolicy } from "./violations";

interface Config {
    readonly secretNames: readonly string[];
}

/** Below this length a text is too common to be recognised as a secret elsewhere. */
const recognisable = 16;

/**
 * Private keys, client secrets and tokens of bots are Pulumi secrets wherever they are. They are found by what they are (a
 * private key, a token of OpenMetadata), by their names, and by their values: what is a secret in one resource is plain text in
 * none. An encoding hides none of them.
 */
export const secretsAreSecret: WholePolicy = {
    name: "secrets-are-secret",
    description:
        "What is not marked as a secret is plain text in the state, in previews and in logs (Pulumi's documentation, " +
        '"Secrets").',
    url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            secretNames: {
                description:
                    "What the names of secrets end in, however they are written: CLIENT_SECRET is clientSecret. One with a " +
                    "dot in it is compared with the path.",
                type: "array",
                items: { type: "string" },
                default: [
                    ...["clientSecret", "oidcConfiguration.secret", "privateKey", "privateKeyDer", "privateKeyPem"],
                    ...["fernetKey", "jwtToken", "botToken"],
                ],
            },
        },
    },
    validateResource(args, reportViolation) {
        const isSecretName = matcher(args.getConfig<Config>());
        report(
            inputLeaves(args.urn).flatMap((leaf) => checkPlain(leaf, isSecretName)),
            reportViolation,
        );
    },
    validateStack(args, reportViolation) {
        const isSecretName = matcher(args.getConfig<Config>());
        const secrets = args.resources
            .flatMap(({ urn }) => outputLeaves(urn))
            .filter(
                ({ secret, name, path, value }) =>
                    secret && isSecretName({ name, path }) && value.length >= recognisable,
            )
            .map(({ value }) => value);
        for (const { urn } of args.resources) {
            report(
                [
                    ...newOutputLeaves(urn).flatMap((leaf) => checkPlain(leaf, isSecretName)),
                    ...outputLeaves(urn)
                        .filter((leaf) => checkPlain(leaf, isSecretName).length === 0)
                        .flatMap((leaf) => checkCopy(leaf, secrets)),
                ],
                reportViolation,
                urn,
            );
        }
    },
};

const write = "Wrap it in pulumi.secret(), or set it with `pulumi config set --secret`; then create a new one.";

type NameCheck = (leaf: Pick<Leaf, "name" | "path">) => boolean;

function matcher({ secretNames }: Config): NameCheck {
    const endings = secretNames.map((ending) => ({ ending: plainName(ending), isPath: ending.includes(".") }));
    return ({ name, path }) => endings.some(({ ending, isPath }) => plainName(isPath ? path : name).endsWith(ending));
}

/** Checks what a text is by itself: a private key, or something that is named as a secret. */
function checkPlain({ path, name, value, secret }: Leaf, isSecretName: NameCheck): Problem[] {
    // A switch that is named after a secret is not one.
    if (secret || value === "true" || value === "false") {
        return [];
    }
    if (holdsPrivateKey(value)) {
        return problemAt(path, "holds a private key in plain text", write);
    }
    if (holdsServerToken(value)) {
        return problemAt(path, "holds a token of OpenMetadata in plain text", write);
    }
    return isSecretName({ name, path }) ? problemAt(path, "is named like a secret, but is plain text", write) : [];
}

/** Checks that a text holds nothing that is a secret elsewhere. */
function checkCopy({ path, value, secret }: Leaf, secrets: readonly string[]): Problem[] {
    return !secret && readingsOf(value).some((reading) => secrets.some((known) => reading.includes(known)))
        ? problemAt(path, "holds in plain text what is a secret elsewhere in the stack", write)
        : [];
}
