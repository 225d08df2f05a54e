import { isDeepStrictEqual } from "node:util";
import { BotTokenExpiry } from "../../openmetadata/botTokenExpiry";
import { readToken } from "../../openmetadata/token";
import { ApiError, type Bot, type OpenMetadataApi } from "../../openmetadata/api";
import { forEachOf } from "../../openmetadata/api/atOnce";
import { printable } from "../../openmetadata/api/printable";
import { newTokenNote, signsWith } from "./botToken";
import type { BotTokenRenewalInputs as Inputs } from "../../openmetadata/serverResources";
import type { Context } from "./context";
import type { Found, ResourceHandler } from "./resourceHandler";

/**
 * No bot of a server has a token of another key than the server's own: after a change of the key every such token is
 * refused, those of OpenMetadata's own applications among them. Nothing is lost by a new one.
 *
 * The tokens stay on the server, where its applications find them. A token that was taken away stays away.
 */
export const botTokenRenewal: ResourceHandler<"BotTokenRenewal"> = {
    secrets: ["token"],
    replaces: ["url"],

    id({ url }) {
        return `${url}/bots`;
    },

    async create(inputs, context) {
        return renew(inputs, context);
    },

    differs(outputs, inputs) {
        // What is found on the server was held against the key and the names of the last run.
        return !isDeepStrictEqual(outputs, inputs);
    },

    async read(outputs, { api }): Promise<Found<"BotTokenRenewal">> {
        const found = { ...outputs, stale: (await staleBots(api, outputs)).map(({ name }) => name) };
        return { inputs: found, outputs: found };
    },

    drift(outputs, found) {
        const stale = (found?.stale ?? []).filter((name) => !outputs.stale.includes(name));
        return stale.length === 0
            ? undefined
            : `Bots of ${outputs.url} have tokens of a key other than this stack's: ${printable(stale.join(", "))}. \`up\` creates new ones.`;
    },

    async update(_outputs, inputs, context) {
        return renew(inputs, context);
    },

    delete() {
        // A bot keeps the token that it has.
        return Promise.resolve();
    },
};

/** A bot, and how long its token was made to be valid. */
interface StaleBot extends Bot {
    readonly expiry: string;
}

async function staleBots(api: OpenMetadataApi, { signingKeyId, except }: Inputs): Promise<StaleBot[]> {
    const self = (await api.loggedInUser()).id;
    // The token that this is asked with works, whatever key it is of.
    const others = (await api.bots()).filter(({ name, userId }) => !except.includes(name) && userId !== self);
    const bots = await forEachOf(others, async (bot) => ({
        ...bot,
        expiry: await staleExpiry(api, bot, signingKeyId),
    }));
    return bots.filter((bot): bot is StaleBot => bot.expiry !== undefined);
}

/** How long the token of a bot was made to be valid, where the server refuses it now; `undefined` where it does not. */
async function staleExpiry(api: OpenMetadataApi, bot: Bot, signingKeyId: string): Promise<string | undefined> {
    try {
        const { jwt, expiry = BotTokenExpiry.Unlimited } = await api.authenticationMechanism(bot.userId);
        return jwt !== undefined && readToken(jwt)?.keyId !== signingKeyId ? expiry : undefined;
    } catch (error) {
        // What was encrypted with another Fernet key cannot be read any more; a new token mends that.
        if (error instanceof ApiError && error.status === 400) {
            return BotTokenExpiry.Unlimited;
        }
        throw error;
    }
}

async function renew(inputs: Inputs, { api, info, warn }: Context): Promise<Inputs> {
    const stale = await staleBots(api, inputs);
    const names = stale.map(({ name }) => name);
    // A server that has not got its new key yet would make tokens that end when it gets it.
    if (stale.length > 0 && !(await signsWith(api, inputs.signingKeyId))) {
        await warn(
            `${inputs.url} does not sign with the key ${inputs.signingKeyId} yet, so these bots keep their tokens: ${printable(names.join(", "))}. ` +
                "Give it the settings and key files of this stack (export), restart it, then run `up` again.",
        );
        return { ...inputs, stale: names };
    }
    for (const { userId, expiry } of stale) {
        await api.generateToken(userId, expiry);
    }
    if (stale.length > 0) {
        await info(newTokenNote(`the new tokens of ${printable(names.join(", "))}`, inputs.url));
    }
    return { ...inputs, stale: [] };
}
