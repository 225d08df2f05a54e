const mask = "[secret]";

/** A URL, or what a program says of one: up to white space or a quote. */
const urls = /[a-z][a-z0-9+.-]*:\/\/[^\s"'`]*/gi;
/** `name=value` of which nobody says that it is part of a URL, such as PostgreSQL's `host=… password=…`. */
const secretPairs = /\b(\w*(?:passw(?:or)?d|pwd|secret|token)\w*=)[^\s"'`&;]+/gi;

/**
 * Masks what may be a secret in the URLs of a message: the user and the password, and every value of the query or the
 * fragment. A password may hold a slash, an at sign or a question mark where somebody has not escaped it.
 */
export function maskUrls(message: string): string {
    return message
        .replaceAll(urls, (url) =>
            url.replace(/:\/\/.*@/, `://${mask}@`).replaceAll(/([?&;#][^=?&;#]*=)[^&;#]+/g, `$1${mask}`),
        )
        .replaceAll(secretPairs, `$1${mask}`);
}
