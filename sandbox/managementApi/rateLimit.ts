/** How many requests a second the sandbox takes: far above what a deployment needs, so that it never slows one down. */
const limit = 2000;

/** Counts the requests of each second, as Auth0 does for each tenant. */
export class RateLimit {
    #second = 0;
    #count = 0;

    /** Counts one request; gives the headers that Auth0 answers with, and whether the request is one too many. */
    count(now = Date.now()): { readonly exceeded: boolean; readonly headers: Readonly<Record<string, string>> } {
        const second = Math.floor(now / 1000);
        this.#count = second === this.#second ? this.#count + 1 : 1;
        this.#second = second;
        return {
            exceeded: this.#count > limit,
            headers: {
                "x-ratelimit-limit": String(limit),
                "x-ratelimit-remaining": String(Math.max(0, limit - this.#count)),
                "x-ratelimit-reset": String(second + 1),
            },
        };
    }
}
