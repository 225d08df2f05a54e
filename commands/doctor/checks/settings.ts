import { isDeepStrictEqual } from "node:util";
import { at, type Tree } from "../../../openmetadata/tree";
import type { Facts } from "../facts";
import { type Check, error, type Finding, ok } from "../finding";
import { valueOf } from "../probe";
import { deploy, hasStackKey, mendSettings } from "../remedies";

/** Settings that are judged together, and what comes of it where one differs. */
interface Group {
    readonly id: string;
    readonly keys: readonly string[];
    readonly meaning: string;
}

const authentication = "authenticationConfiguration";
const oidc = `${authentication}.oidcConfiguration`;
const authorizer = "authorizerConfiguration";

const groups: readonly Group[] = [
    {
        id: "settings.provider",
        keys: [`${authentication}.provider`],
        meaning: "People do not sign in through Auth0.",
    },
    {
        id: "settings.clientType",
        keys: [`${authentication}.clientType`],
        meaning: "The server signs people in by the flow of the other type of Auth0 application.",
    },
    {
        id: "settings.clientId",
        keys: [`${authentication}.clientId`, `${oidc}.id`],
        meaning: "The server names another Auth0 application than the stack's.",
    },
    {
        id: "settings.callback",
        keys: [`${authentication}.callbackUrl`, `${oidc}.callbackUrl`, `${oidc}.serverUrl`],
        meaning: "Auth0 refuses to send people back there, or they end on a page that is not there.",
    },
    {
        id: "settings.authority",
        keys: [`${authentication}.authority`, `${oidc}.discoveryUri`],
        meaning:
            "The server appends paths to it: it has to be https, the tenant's domain, and no slash at the end, unlike Auth0's issuer.",
    },
    {
        id: "settings.publicKeys",
        keys: [`${authentication}.publicKeyUrls`],
        meaning:
            "Auth0's address there is for people's tokens, the server's own for those of bots: without, they are refused.",
    },
    {
        id: "settings.admins",
        keys: [`${authorizer}.adminPrincipals`],
        meaning: "The server makes each of its admin principals an admin at every start, and none of the others.",
    },
    {
        id: "settings.domain",
        keys: [`${authorizer}.principalDomain`, `${authorizer}.enforcePrincipalDomain`],
        meaning: "The server takes people from other e-mail domains than the stack, or refuses them.",
    },
    {
        id: "settings.claims",
        keys: [`${authentication}.jwtPrincipalClaims`, `${authentication}.jwtPrincipalClaimsMapping`],
        meaning: "The server takes people's names from other claims, so that they become other users.",
    },
    {
        id: "settings.secureSocket",
        keys: [`${authorizer}.enableSecureSocketConnection`],
        meaning: "With true, the server finds no token in a request (Token not present).",
    },
];

/** Lists of which the order does not matter. */
const unordered = [`${authentication}.publicKeyUrls`, `${authorizer}.adminPrincipals`];

/** The settings that the server uses, one by one. */
export const fields: Check = (facts) => {
    const inUse = settingsInUse(facts);
    return groups.flatMap(({ id, keys, meaning }): Finding[] => {
        const stated = keys.filter((key) => at(inUse, key) !== undefined && facts.intended.settings.has(key));
        const differing = stated.filter((key) => differs(facts, inUse, key));
        if (differing.length > 0) {
            const found = differing.map(
                (key) => `${lastName(key)} is ${show(at(inUse, key))}, and not ${intended(facts, key)}`,
            );
            return [error(id, found.join("; "), meaning, mendSettings(facts))];
        }
        const [first] = stated;
        return first === undefined ? [] : [ok(id, show(at(inUse, first)))];
    });
};

/** The server states its settings. */
export const stated: Check = ({ server }) => {
    const id = "settings.stated";
    if ("error" in server.version) {
        return [];
    }
    const failed = [...server.authentication, server.authorizer].find((answer) => "error" in answer);
    return [
        failed === undefined
            ? ok(id, "to everyone")
            : error(
                  id,
                  failed.error,
                  "What the server uses could not be compared with the stack, or not of every replica.",
                  "Run doctor again when the server is well; look into the server's log where it stays so.",
              ),
    ];
};

/** Where differing settings come from: the database's copy wins over the environment from the second start on. */
export const source: Check = (facts) => {
    const inUse = settingsInUse(facts);
    const keys = groups.flatMap((group) => group.keys).filter((key) => at(inUse, key) !== undefined);
    const differing = keys.filter((key) => facts.intended.settings.has(key) && differs(facts, inUse, key));
    if (keys.length === 0) {
        return [];
    }
    if (!hasStackKey(facts)) {
        return [
            error(
                "settings.deployed",
                "the server does not sign with the stack's key",
                "Its key always comes from its environment: the server was not started with what the stack exports.",
                deploy,
            ),
        ];
    }
    return [
        ok("settings.deployed", "the server was started with what the stack exports"),
        differing.length === 0
            ? ok("settings.database", "the server uses the stack's settings")
            : error(
                  "settings.database",
                  `the server has the stack's key, but its own ${differing.map(lastName).join(", ")}`,
                  "The server's database keeps the sign-in settings of its first start, and they win over its environment.",
                  mendSettings(facts),
              ),
    ];
};

/** The client secret that the server has, as far as it shows it. */
export const secret: Check = (facts) => {
    const id = "settings.secret";
    const found = at(settingsInUse(facts), `${oidc}.secret`);
    const { clientSecret } = facts.intended;
    if (typeof found !== "string" || clientSecret === undefined) {
        return [];
    }
    if (found === clientSecret) {
        return [ok(id, "the stack's")];
    }
    const self = valueOf(facts.admin?.self);
    // People are shown a mask in its place; what a bot is shown is what there is.
    if (/^\*+$/.test(found) && self?.isBot !== true) {
        return [];
    }
    return [
        error(
            id,
            /^\*+$/.test(found) ? "the mask that stands for a secret" : "another than the stack's",
            "OpenMetadata cannot redeem the code of a sign-in. It keeps a masked secret that is sent back to it as if it were one.",
            mendSettings(facts),
        ),
    ];
};

/** What the server stores, as an admin sees it; or what it states to everyone. */
function settingsInUse({ admin, server }: Facts): Tree<unknown> {
    const stored = valueOf(admin?.security);
    const stated = {
        authenticationConfiguration: server.authentication.map(valueOf).find((answer) => answer !== undefined) ?? {},
        authorizerConfiguration: valueOf(server.authorizer) ?? {},
    };
    return (stored ?? stated) as unknown as Tree<unknown>;
}

function differs({ intended: { settings } }: Facts, inUse: Tree<unknown>, key: string): boolean {
    const normal = (value: unknown): unknown =>
        Array.isArray(value) ? (unordered.includes(key) ? value.map(String).sort() : value.map(String)) : String(value);
    return !isDeepStrictEqual(normal(at(inUse, key)), normal(settings.get(key)));
}

function intended({ intended: { settings } }: Facts, key: string): string {
    return show(settings.get(key));
}

function lastName(key: string): string {
    return key.startsWith(oidc) ? key.slice(authentication.length + 1) : key.slice(key.lastIndexOf(".") + 1);
}

function show(value: unknown): string {
    return Array.isArray(value) ? `[${value.join(", ")}]` : value === "" ? "empty" : String(value);
}
