import { type AnyOption, keyOf, configurableNames, optionOf } from "../../components/options/table";

/** The page of the configuration with the options as they are in the table: in its first table of Markdown. */
export function withOptionsTable(page: string): string {
    const rows = configurableNames.map((name) => {
        const option = optionOf(name);
        return `| \`${keyOf(name)}\` | ${meaningOf(option)} | ${defaultOf(option)} |\n`;
    });
    return page.replace(/^\|(?:.*\n\|)*.*\n/m, () =>
        ["| key | meaning | default |\n", "| --- | --- | --- |\n", ...rows].join(""),
    );
}

function meaningOf({ meaning, secret, more }: AnyOption): string {
    return [meaning, ...(secret ? ["With `--secret`."] : []), ...(more === undefined ? [] : [more])].join(" ");
}

function defaultOf(option: AnyOption): string {
    if ("required" in option) {
        return "required";
    }
    if ("otherwise" in option) {
        return option.otherwise;
    }
    return [option.default].flat().map(inCode).join(", ");
}

function inCode(value: unknown): string {
    return `\`${String(value)}\``;
}
