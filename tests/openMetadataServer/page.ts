/** A page of a list, and where the next begins. */
export function page(all: readonly object[], limit = "10", after = ""): object {
    const start = after === "" ? 0 : Number(Buffer.from(after, "base64").toString());
    const end = start + Number(limit);
    const next = end < all.length ? { after: Buffer.from(String(end)).toString("base64") } : {};
    return { data: all.slice(start, end), paging: { total: all.length, ...next } };
}
