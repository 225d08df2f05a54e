import { parseDocument, Scalar } from "yaml";
import { type AnyOption, keyOf, configurableNames, optionOf } from "../../components/options/table";

/** `Pulumi.yaml` with the options as they are in the table. */
export function withOptions(pulumiYaml: string): string {
    const document = parseDocument(pulumiYaml);
    const config = configurableNames.map((name) => [keyOf(name), configKey(optionOf(name))] as const);
    document.set("config", document.createNode(Object.fromEntries(config), { aliasDuplicateObjects: false }));
    return document.toString({ lineWidth: 120 });
}

/** A text that is folded where one line is too short for it. */
function folded(text: string): Scalar {
    const scalar = new Scalar(text);
    if (text.length > 100) {
        scalar.type = Scalar.BLOCK_FOLDED;
    }
    return scalar;
}

function configKey(option: AnyOption): object {
    return {
        description: folded(descriptionOf(option).replaceAll(/[`*]/g, "")),
        default: "default" in option ? option.default : option.kind === "list" ? [] : "",
        ...(option.secret && { secret: true }),
    };
}

function descriptionOf(option: AnyOption): string {
    return [
        option.meaning,
        ...(option.secret ? ["Set it with --secret."] : []),
        ...("required" in option ? ["Required."] : []),
        ...("otherwise" in option ? [`Default: ${option.otherwise}.`] : []),
    ].join(" ");
}
