import { type Problem, problemAt } from "../openmetadata/problem";
import { keySizes } from "../openmetadata/keySize";
import { keysIn } from "./keysIn";
import { validateLeaves, type WholePolicy } from "./violations";

interface Config {
    readonly minimumKeySize: number;
}

/** RSA keys are large enough, wherever they are. */
export const keySize: WholePolicy = {
    name: "openmetadata-key-size",
    description: "RS256 requires RSA keys of 2048 bits or more; smaller ones can be broken (RFC 7518, section 3.3).",
    url: "https://www.rfc-editor.org/rfc/rfc7518#section-3.3",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            minimumKeySize: {
                description: "The smallest RSA key that is allowed, in bits.",
                type: "integer",
                minimum: keySizes[0],
                default: keySizes[0],
            },
        },
    },
    ...validateLeaves(({ path, value }, args) =>
        keysIn(value).flatMap((key): Problem[] => {
            const { minimumKeySize } = args.getConfig<Config>();
            const bits = key.asymmetricKeyDetails?.modulusLength ?? Infinity;
            return bits < minimumKeySize
                ? problemAt(path, `an RSA key of ${bits} bits`, `Use one of ${minimumKeySize} or more.`)
                : [];
        }),
    ),
};
