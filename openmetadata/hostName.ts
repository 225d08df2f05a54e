/**
 * Whether a text is the name of a host (RFC 1123, section 2.1), or an IPv4 address: labels of letters, digits and hyphens.
 * A name in other letters is given in its form for the DNS, such as `xn--bcher-kva.example`.
 */
export function isHostName(text: string): boolean {
    return text.length <= 253 && text.split(".").every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label));
}
