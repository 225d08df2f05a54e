import { version } from "../package.json";
import { fromSources } from "./commandLine";

/** The repository on GitHub, as `owner/name`. */
export const repository = "openmetadata-auth0/openmetadata-auth0";

/** How a message names a page of the documentation: a file of the checkout, or a URL, as the package has no pages. */
export function documentation(page: string, section?: string): string {
    return fromSources
        ? `docs/${page}${section === undefined ? "" : `, "${section}"`}`
        : documentationUrl(page, section);
}

/** The URL of a page of this version's documentation. */
export function documentationUrl(page: string, section?: string): string {
    return `https://github.com/${repository}/blob/v${version}/docs/${page}${section === undefined ? "" : `#${anchorOf(section)}`}`;
}

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
    return heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, "")
        .replaceAll(/\s/g, "-");
}
