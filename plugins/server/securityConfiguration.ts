import { isDeepStrictEqual } from "node:util";
import { at, type Tree } from "../../openmetadata/tree";
import type { SecurityConfigurationContent } from "../../openmetadata/api";
import type { SecurityConfigurationInputs as Inputs } from "../../openmetadata/serverResources";
import type { ServerSettings } from "../../openmetadata/serverSettings";
import type { Context } from "./context";
import { printable } from "../../openmetadata/api/printable";
import { refuseLockOut } from "./lockOut";
import type { Found, ResourceHandler } from "./resourceHandler";

/** How the server shows a secret. */
const mask = /^\*{5,}$/;

/**
 * The sign-in settings in a server's database, which win over its environment from its second start on.
 *
 * Source: OpenMetadata's REST API, `/api/v1/system/security/config`; an answer has secrets masked.
 */
export const securityConfiguration: ResourceHandler<"SecurityConfiguration"> = {
    secrets: ["token", "clientSecret"],
    replaces: ["url"],

    id({ url }) {
        return url;
    },

    async create(inputs, context) {
        await write(inputs, {}, context);
        return inputs;
    },

    differs(outputs, inputs) {
        return !isDeepStrictEqual(outputs, inputs);
    },

    async read(outputs, { api }): Promise<Found<"SecurityConfiguration">> {
        const kept = await api.securityConfiguration();
        const settings = project(outputs.settings, kept) as ServerSettings;
        const secret = secretIn(kept);
        const found: Inputs = {
            ...outputs,
            settings,
            // A masked secret tells nothing; one that is there in the clear or not at all does.
            ...(outputs.clientSecret !== undefined && {
                clientSecret: isMasked(secret) ? outputs.clientSecret : (secret ?? ""),
            }),
        };
        return { inputs: found, outputs: found };
    },

    drift(outputs, found) {
        const changes = [
            ...differing(outputs.settings, found?.settings).map(
                (path) => `${path} is ${JSON.stringify(at((found?.settings ?? {}) as Tree<unknown>, path))}`,
            ),
            ...(outputs.clientSecret === found?.clientSecret ? [] : ["the client secret is different"]),
        ];
        return changes.length === 0
            ? undefined
            : `The sign-in settings of ${outputs.url} are not those of the last \`up\`: ${printable(changes.join(", "))}. Somebody ` +
                  "has changed them, or a replica answers that has not been restarted since. `up` writes those of this stack.";
    },

    async update(outputs, inputs, context) {
        const { token: _old, ...before } = outputs;
        const { token: _new, ...after } = inputs;
        if (!isDeepStrictEqual(before, after)) {
            await write(inputs, outputs.settings, context);
        }
        return inputs;
    },

    delete() {
        // The server goes on with the settings that it has; without any, nobody could sign in.
        return Promise.resolve();
    },
};

/** @param former - The settings that were managed until now. */
async function write(inputs: Inputs, former: object, { api, info }: Context): Promise<void> {
    if (!inputs.allowLockOut) {
        await refuseLockOut(inputs.settings);
    }
    const before = await api.securityConfiguration();
    await api.replaceSecurityConfiguration(replacement(before, inputs, former));
    const kept = project(inputs.settings, await api.securityConfiguration());
    if (!isDeepStrictEqual(kept, inputs.settings)) {
        throw new Error(
            `${inputs.url} did not store ${differing(inputs.settings, kept).join(", ")}. Another replica may still run with ` +
                "the old settings: restart all of them, then run `up` again.",
        );
    }
    await info(
        `${inputs.url} has its sign-in settings. With several replicas only the one that answered uses them: restart the others ` +
            "before the next `up`, as each of them would write its old settings over these.",
    );
    const added = adminsIn(inputs.settings).filter((name) => !adminsIn(before).includes(name));
    if (added.length > 0) {
        await info(
            `New among the admins of ${inputs.url}: ${added.join(", ")}. The server creates admins when it starts, from its ` +
                "environment: give it the exported settings, and restart it.",
        );
    }
}

function adminsIn(settings: object): readonly unknown[] {
    const admins = at(settings as Tree<unknown>, "authorizerConfiguration.adminPrincipals");
    return Array.isArray(admins) ? admins : [];
}

/**
 * What a server is sent: its own settings with the managed ones over them.
 *
 * A server refuses the sections of LDAP and SAML as it shows them itself: the default ones lack what they need, and it
 * stores a mask as if that were the secret. They and, for a public client, the section of a confidential one mean nothing
 * for Auth0 and are left out; the server's environment goes on having them. What was managed and is no longer is left out as
 * well, so that the server's default takes its place.
 */
function replacement(kept: SecurityConfigurationContent, inputs: Inputs, former: object): SecurityConfigurationContent {
    const { ldapConfiguration, samlConfiguration, oidcConfiguration, ...ofAllProviders } =
        kept.authenticationConfiguration;
    const isConfidential =
        at(inputs.settings as Tree<unknown>, "authenticationConfiguration.clientType") === "confidential";
    const own = {
        authenticationConfiguration: { ...ofAllProviders, ...(isConfidential && { oidcConfiguration }) },
        authorizerConfiguration: kept.authorizerConfiguration,
    };
    const others = without(withoutMasks(own), former, inputs.settings);
    const sent = merge(others, withSecret(inputs)) as SecurityConfigurationContent;
    if (isConfidential && !secretIn(sent)) {
        throw new Error(
            `The settings for ${inputs.url} are for a confidential client, but there is no client secret to send with them: ` +
                "the server does not show the one that it has. Set the client secret of the Auth0 application.",
        );
    }
    return sent;
}

function withSecret({ settings, clientSecret }: Inputs): unknown {
    return clientSecret === undefined
        ? settings
        : merge(settings, { authenticationConfiguration: { oidcConfiguration: { secret: clientSecret } } });
}

function secretIn(settings: SecurityConfigurationContent): string | undefined {
    const secret = at(settings as unknown as Tree<unknown>, "authenticationConfiguration.oidcConfiguration.secret");
    return typeof secret === "string" ? secret : undefined;
}

/** A value without what is masked in it. */
function withoutMasks(value: unknown): unknown {
    if (!isObject(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, inner]) => !isMasked(inner))
            .map(([name, inner]) => [name, withoutMasks(inner)]),
    );
}

/** A value without what was managed in it and is no longer. */
function without(value: unknown, former: unknown, managed: unknown): unknown {
    if (!isObject(value) || !isObject(former)) {
        return value;
    }
    const of = isObject(managed) ? managed : {};
    return Object.fromEntries(
        Object.entries(value)
            .filter(([name]) => !(name in former) || name in of)
            .map(([name, inner]) => [name, without(inner, former[name], of[name])]),
    );
}

function isMasked(value: unknown): boolean {
    return typeof value === "string" && mask.test(value);
}

/** One value with another over it: objects are merged, all else is replaced. */
function merge(below: unknown, above: unknown): unknown {
    if (!isObject(below) || !isObject(above)) {
        return above;
    }
    const merged: Record<string, unknown> = { ...below };
    for (const [name, value] of Object.entries(above)) {
        merged[name] = merge(merged[name], value);
    }
    return merged;
}

/** What the server has in the places that are managed; a number or a truth value that it has as text counts as the same. */
function project(managed: unknown, kept: unknown): unknown {
    if (isObject(managed)) {
        const of = isObject(kept) ? kept : {};
        return Object.fromEntries(Object.entries(managed).map(([name, value]) => [name, project(value, of[name])]));
    }
    if (isDeepStrictEqual(managed, kept) || (!isObject(kept) && String(managed) === String(kept))) {
        return managed;
    }
    // The engine has no value for what is not there.
    return kept ?? "";
}

/** The paths at which two values differ. */
function differing(a: unknown, b: unknown, path: readonly string[] = []): string[] {
    if (isObject(a) && isObject(b)) {
        return Object.keys(a).flatMap((name) => differing(a[name], b[name], [...path, name]));
    }
    return isDeepStrictEqual(a, b) ? [] : [path.join(".")];
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
