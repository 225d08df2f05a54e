import { shipped } from "../../openmetadata/shipped";
import { at, type Tree } from "../../openmetadata/tree";
import type { DefaultAdminRemovalInputs as Inputs } from "../../openmetadata/serverResources";
import type { Context } from "./context";
import type { Found, ResourceHandler } from "./resourceHandler";

/**
 * The default admin account of OpenMetadata, with a password that everyone knows, is gone. It is deleted for good, not only
 * marked as deleted.
 *
 * A server makes its admins at each start, from its environment and not from its database. What that environment names
 * cannot be seen from outside, but for the key that the server signs with, which is always taken from there too.
 */
export const defaultAdminRemoval: ResourceHandler<"DefaultAdminRemoval"> = {
    secrets: ["token"],
    replaces: ["url"],
    idle: ["signingKeyId"],

    id({ url }) {
        return `${url}/${shipped.admin}`;
    },

    async create(inputs, context) {
        await remove(inputs, context);
        return inputs;
    },

    differs(outputs, inputs) {
        return outputs.present !== inputs.present || outputs.token !== inputs.token;
    },

    async read(outputs, { api }): Promise<Found<"DefaultAdminRemoval">> {
        const found = { ...outputs, present: (await api.userByName(shipped.admin)) !== undefined };
        return { inputs: found, outputs: found };
    },

    drift(outputs, found) {
        return found?.present === true
            ? `${outputs.url} has the account ${shipped.admin}, which \`up\` deletes. If it was deleted before, the server has been ` +
                  "started without this stack's settings: it creates the admins that its environment names at each start. Give it the " +
                  "exported environment, or the account comes back."
            : undefined;
    },

    async update(outputs, inputs, context) {
        if (outputs.present) {
            await remove(inputs, context);
        }
        return inputs;
    },

    delete() {
        // That the account stays gone is no loss.
        return Promise.resolve();
    },
};

async function remove(inputs: Inputs, { api, info, warn }: Context): Promise<void> {
    const account = await api.userByName(shipped.admin);
    if (account === undefined) {
        return;
    }
    const admins = at((await api.securityConfiguration()) as Tree<unknown>, "authorizerConfiguration.adminPrincipals");
    if (Array.isArray(admins) && admins.includes(shipped.admin)) {
        throw new Error(
            `${inputs.url} has ${shipped.admin} among its admin principals and would create the account again at its next ` +
                "start. Give it the settings of this stack first.",
        );
    }
    const self = await api.loggedInUser();
    if (self.id === account.id) {
        throw new Error(
            `The token for ${inputs.url} belongs to the ${shipped.admin} account, which it would delete. Use the token of ` +
                "another admin.",
        );
    }
    const others = (await api.admins()).filter(({ id, isBot }) => id !== account.id && isBot !== true);
    if (others.length === 0) {
        throw new Error(
            `${shipped.admin} is the only admin user of ${inputs.url}. Have one of this stack's admins sign in first, then run ` +
                "`up` again.",
        );
    }
    await api.deleteUser(account.id, { hard: true });
    const { keys } = await api.jwks();
    if (inputs.signingKeyId === undefined || keys.some(({ kid }) => kid === inputs.signingKeyId)) {
        await info(
            `The account ${shipped.admin} is deleted from ${inputs.url}. It stays gone as long as the server is started with the ` +
                "environment that this stack exports: admins are created from there at each start.",
        );
    } else {
        await warn(
            `The account ${shipped.admin} is deleted from ${inputs.url}, and comes back at the next start: the server signs with another ` +
                "key than this stack's, so it does not run with the environment that this stack exports. Export it, and restart the " +
                "server with it.",
        );
    }
}
