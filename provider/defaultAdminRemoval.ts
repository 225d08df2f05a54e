import { shipped } from "../openmetadata/shipped";
import { OpenMetadataApi } from "../serverApi";
import type { Found, ResourceHandler, ServerInputs } from "./resourceHandler";

interface Inputs extends ServerInputs {
    /** Whether the shipped admin is there: `false` is what is wanted, `true` what may be found. */
    readonly present: boolean;
}

/**
 * The admin account that OpenMetadata ships, with a password that everyone knows, is gone and stays gone. It is deleted for
 * good, not only marked as deleted.
 */
export const defaultAdminRemoval: ResourceHandler<Inputs, Inputs> = {
    secrets: ["token"],
    replaces: ["url"],

    id({ url }) {
        return `${url}/${shipped.admin}`;
    },

    async create(inputs) {
        await remove(inputs);
        return inputs;
    },

    differs(outputs, inputs) {
        return outputs.present !== inputs.present || outputs.token !== inputs.token;
    },

    async read(outputs): Promise<Found<Inputs, Inputs>> {
        const present = (await new OpenMetadataApi(outputs).userByName(shipped.admin)) !== undefined;
        const found = { ...outputs, present };
        return { inputs: found, outputs: found };
    },

    async update(_outputs, inputs) {
        await remove(inputs);
        return inputs;
    },

    delete() {
        // That the account stays gone is no loss.
        return Promise.resolve();
    },
};

async function remove(inputs: Inputs): Promise<void> {
    const api = new OpenMetadataApi(inputs);
    const account = await api.userByName(shipped.admin);
    if (account === undefined) {
        return;
    }
    const { authorizerConfiguration } = (await api.securityConfiguration()) as {
        authorizerConfiguration: { adminPrincipals?: readonly string[] };
    };
    if (authorizerConfiguration.adminPrincipals?.includes(shipped.admin) === true) {
        throw new Error(
            `${inputs.url} has ${shipped.admin} among its admin principals and would make the account again at its next ` +
                "start. Give it the settings of this stack first.",
        );
    }
    const self = await api.loggedInUser();
    if (self.id === account.id) {
        throw new Error(
            `The token for ${inputs.url} is that of the ${shipped.admin} account, which it would delete. Use the token of ` +
                "another admin.",
        );
    }
    const others = (await api.admins()).filter(({ id, isBot }) => id !== account.id && isBot !== true);
    if (others.length === 0) {
        throw new Error(
            `${shipped.admin} is the only person who is an admin of ${inputs.url}. Let one of the admins of this stack sign in first, then run ` +
                "`up` again.",
        );
    }
    await api.deleteUser(account.id, { hard: true });
}
