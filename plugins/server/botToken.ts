import { readToken } from "../../openmetadata/token";
import type { OpenMetadataApi } from "../../openmetadata/api";
import type { BotTokenInputs as Inputs, BotTokenOutputs as Outputs } from "../../openmetadata/serverResources";
import type { Context } from "./context";
import type { Found, ResourceHandler } from "./resourceHandler";

/**
 * The token with which a bot of OpenMetadata works. A new one ends the old one: the server takes only the one that it has
 * stored, and looks for it every two minutes.
 */
export const botToken: ResourceHandler<"BotToken"> = {
    secrets: ["token", "jwt"],
    replaces: ["url", "bot"],

    id({ url, bot }) {
        return `${url}/${bot}`;
    },

    async create(inputs, context) {
        if (!(await signsWith(context.api, inputs.signingKeyId))) {
            throw new Error(
                `${inputs.url} does not sign with the key ${inputs.signingKeyId}. Give it the settings and key files of this stack ` +
                    "(export), restart it, then run `up` again.",
            );
        }
        return generate(inputs, context);
    },

    differs(outputs, inputs) {
        return (
            needsNew(outputs, inputs) || outputs.renewBefore !== inputs.renewBefore || outputs.token !== inputs.token
        );
    },

    async read(outputs, { api }): Promise<Found<"BotToken"> | undefined> {
        const bot = await api.bot(outputs.bot);
        if (bot === undefined) {
            return undefined;
        }
        const mechanism = await api.authenticationMechanism(bot.userId);
        const inputs = { ...inputsOf(outputs), accepted: mechanism.jwt === outputs.jwt };
        return { inputs, outputs: { ...inputs, ...tokenOutputs(outputs.jwt) } };
    },

    drift(outputs, found) {
        if (found === undefined) {
            return `${outputs.url} no longer has the bot ${outputs.bot}.`;
        }
        return found.accepted || !outputs.accepted
            ? undefined
            : `${outputs.url} has a different token for ${outputs.bot} than this stack, or none: someone renewed or revoked it. \`up\` ` +
                  "creates a new one: give it to the bot's pipelines.";
    },

    async update(outputs, inputs, context) {
        // A server that has not got its new key yet would make a token that ends when it gets it. The token stays as it is
        // until then, and differs from what is wanted.
        if (needsNew(outputs, inputs) && (await signsWith(context.api, inputs.signingKeyId))) {
            return generate(inputs, context);
        }
        const { url, token, renewBefore } = inputs;
        return { ...inputsOf(outputs), url, token, renewBefore, ...tokenOutputs(outputs.jwt) };
    },

    async delete(outputs, { api }) {
        const bot = await api.bot(outputs.bot);
        if (bot !== undefined && (await api.authenticationMechanism(bot.userId)).jwt === outputs.jwt) {
            await api.revokeToken(bot.userId);
        }
    },
};

/** Whether the bot needs a new token, and not only another note of how to get one. */
function needsNew(outputs: Outputs, inputs: Inputs): boolean {
    return (
        !outputs.accepted ||
        outputs.expiry !== inputs.expiry ||
        outputs.rotation !== inputs.rotation ||
        outputs.keyId !== inputs.signingKeyId ||
        isDue(readToken(outputs.jwt)?.expiresAt, inputs.renewBefore)
    );
}

/** Whether the time to renew a token has come. */
function isDue(expiresAt: Date | undefined, renewBefore: number): boolean {
    return expiresAt !== undefined && Date.now() > expiresAt.getTime() - renewBefore * 3_600_000;
}

function inputsOf(outputs: Outputs): Inputs {
    const { jwt: _jwt, keyId: _keyId, expiresAt: _expiresAt, ...inputs } = outputs;
    return inputs;
}

/** A token with what it says of itself. */
function tokenOutputs(jwt: string): Pick<Outputs, "jwt" | "keyId" | "expiresAt"> {
    const token = readToken(jwt);
    return {
        jwt,
        keyId: token?.keyId ?? "",
        ...(token?.expiresAt !== undefined && { expiresAt: token.expiresAt.toISOString() }),
    };
}

async function generate(inputs: Inputs, { api, info }: Context): Promise<Outputs> {
    const bot = await api.bot(inputs.bot);
    if (bot === undefined) {
        throw new Error(
            `${inputs.url} has no bot ${inputs.bot}. Write the name of a bot that it has, such as ingestion-bot.`,
        );
    }
    if ((await api.loggedInUser()).id === bot.userId) {
        throw new Error(
            `The token for ${inputs.url} belongs to ${inputs.bot} itself, and would stop working with the new one. Use the token of another ` +
                "admin.",
        );
    }
    await api.generateToken(bot.userId, inputs.expiry);
    const { jwt } = await api.authenticationMechanism(bot.userId);
    if (jwt === undefined || readToken(jwt) === undefined) {
        throw new Error(
            `${inputs.url} created no token for ${inputs.bot}: check its log for a signing key that could not be loaded. Give it the key files of ` +
                "this stack and restart it.",
        );
    }
    await info(newTokenNote(`the new token of ${inputs.bot}`, inputs.url));
    return { ...inputs, ...tokenOutputs(jwt) };
}

/** Whether a server signs with the key that tokens have to be signed with. */
export async function signsWith(api: OpenMetadataApi, signingKeyId: string): Promise<boolean> {
    const { keys } = await api.jwks();
    return keys.some(({ kid }) => kid === signingKeyId);
}

/** What is to be known of new tokens. */
export function newTokenNote(tokens: string, url: string): string {
    return (
        `${url} may refuse ${tokens} for two minutes, with 401 "does not match the current bot's token", and accept the ` +
        "previous one until then. Deploy pipelines after that."
    );
}
