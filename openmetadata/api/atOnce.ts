/** How many requests are under way at once. */
const atOnce = 8;

/** Does the same with each of a list, a few at a time, and gives what comes of it in order. */
export async function forEachOf<Item, Result>(
    items: readonly Item[],
    work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
    const results: Result[] = [];
    for (let start = 0; start < items.length; start += atOnce) {
        results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
    }
    return results;
}
