import { isDeepStrictEqual } from "node:util";
import { checkDomainEnforcement } from "../../../../openmetadata/principals";
import { environmentValue } from "../../../../openmetadata/renderings/environment";
import { isMap } from "../../../../openmetadata/serverSettings";
import { at, type Tree } from "../../../../openmetadata/tree";
import type { Facts } from "../facts";
import { keysOf, textOf } from "../intended";
import { type Check, error, type Finding, hidden, ok, warning } from "../finding";
import { valueOf } from "../probe";
import { asAdmin, deploy, hasStackKey, mendSettings } from "../remedies";
import { commandLine } from "../../commandLine";

/** Settings that are judged together, and what comes of it where one differs. */
interface Group {
    readonly id: string;
    readonly keys: readonly string[];
    readonly meaning: string;
    /** How much it matters. Default: as an error. */
    readonly severity?: "warning";
}

const authentication = "authenticationConfiguration";
const oidc = `${authentication}.oidcConfiguration`;
const authorizer = "authorizerConfiguration";

const groups: readonly Group[] = [
    {
        id: "settings.provider",
        keys: [`${authentication}.provider`],
        meaning: "Users do not sign in through Auth0.",
    },
    {
        id: "settings.clientType",
        keys: [`${authentication}.clientType`],
        meaning: "The server signs users in as the other type of Auth0 application.",
    },
    {
        id: "settings.clientId",
        keys: [`${authentication}.clientId`, `${oidc}.id`],
        meaning: "The server uses a different Auth0 application than the stack's.",
    },
    {
        id: "settings.callback",
        keys: [`${authentication}.callbackUrl`, `${oidc}.callbackUrl`, `${oidc}.serverUrl`],
        meaning: "Auth0 refuses to redirect users there, or they end up on a page that does not exist.",
    },
    {
        id: "settings.authority",
        keys: [`${authentication}.authority`, `${oidc}.discoveryUri`],
        meaning:
            "The server appends paths to it: it has to be https, the tenant's custom domain or else its own, and no slash at the end, " +
            "unlike Auth0's issuer.",
    },
    {
        id: "settings.organization",
        keys: [`${oidc}.customParams`],
        meaning: "The server does not ask Auth0 for members of the stack's organization: Auth0 refuses the sign-in.",
    },
    {
        id: "settings.publicKeys",
        keys: [`${authentication}.publicKeyUrls`],
        meaning:
            "Auth0's URL there is for users' tokens: without it, they are refused. The server finds its own key by itself.",
    },
    {
        id: "settings.admins",
        keys: [`${authorizer}.adminPrincipals`],
        meaning:
            "The database's list makes admins at a sign-in to a Web application only. At each start, the server makes those of " +
            "its environment admins, whatever the database says.",
    },
    {
        id: "settings.domain",
        keys: [`${authorizer}.principalDomain`, `${authorizer}.enforcePrincipalDomain`, `${authorizer}.allowedDomains`],
        meaning: "The server accepts users of other e-mail domains than the stack, or refuses users of the stack's.",
    },
    {
        id: "settings.claims",
        keys: [`${authentication}.jwtPrincipalClaims`, `${authentication}.jwtPrincipalClaimsMapping`],
        meaning: "The server takes users' names from other claims, which makes them different users.",
    },
    {
        id: "settings.selfSignup",
        keys: [`${authentication}.enableSelfSignup`],
        meaning:
            "The setting decides whether new users can sign in. With a SPA, the server applies a change only at its next start.",
    },
    {
        id: "settings.secureSocket",
        keys: [`${authorizer}.enableSecureSocketConnection`],
        meaning: "It affects the websocket that sends notifications to pages, not the API.",
        severity: "warning",
    },
];

/** Lists of which the order does not matter. */
const unordered = [`${authentication}.publicKeyUrls`, `${authorizer}.adminPrincipals`, `${authorizer}.allowedDomains`];

/** What the server states to everyone; it leaves the rest empty, whatever is set. Seen with OpenMetadata 1.12.6. */
const visible = [
    ...["provider", "clientType", "clientId", "callbackUrl", "authority", "jwtPrincipalClaims"],
    ...["jwtPrincipalClaimsMapping", "enableSelfSignup", "enableAutoRedirect"],
].map((name) => `${authentication}.${name}`);

/** The settings that the server uses, one by one. */
export const fields: Check = (facts) => {
    if ("error" in facts.server.version) {
        return [];
    }
    const inUse = settingsInUse(facts);
    return groups.flatMap(({ id, keys, meaning, severity }): Finding[] => {
        const managed = keys.filter((key) => at(facts.intended.settings, key) !== undefined);
        const shown = managed.filter((key) => inUse.has(key));
        const differing = shown.filter((key) => differs(facts, inUse, key));
        if (differing.length > 0) {
            const found = differing.map(
                (key) => `${lastName(key)} is ${show(inUse.get(key))}, and not ${intended(facts, key)}`,
            );
            const wrong = severity === "warning" ? warning : error;
            return [wrong(id, found.join("; "), meaning, mendSettings(facts))];
        }
        const [first] = shown;
        if (first !== undefined) {
            return [ok(id, show(inUse.get(first)))];
        }
        return managed.length === 0 || isSeen(facts) ? [] : [hidden(id, asAdmin)];
    });
};

/** All other settings that the stack has and an admin is shown. */
export const rest: Check = (facts) => {
    if (!isSeen(facts)) {
        return [];
    }
    const id = "settings.rest";
    const judged = [...groups.flatMap((group) => group.keys), useRoles, teamClaim];
    const inUse = settingsInUse(facts);
    const differing = keysOf(facts.intended).filter(
        (key) => !judged.includes(key) && inUse.has(key) && differs(facts, inUse, key),
    );
    return [
        differing.length === 0
            ? ok(id, "the stack's")
            : error(
                  id,
                  differing
                      .map((key) => `${lastName(key)} is ${show(inUse.get(key))}, and not ${intended(facts, key)}`)
                      .join("; "),
                  "The server does not use the stack's settings.",
                  mendSettings(facts),
              ),
    ];
};

/** Users keep their roles: Auth0 leaves out a claim `roles`, and the server takes all roles from whom it has none for. */
export const roles: Check = (facts) =>
    settingsInUse(facts).get(useRoles) === true
        ? [
              error(
                  "settings.roles",
                  "useRolesFromProvider is true",
                  "Every user loses all roles in OpenMetadata at the next sign-in: they are read from a claim called roles, and Auth0 " +
                      "leaves that out of its tokens, even if an Action sets it.",
                  mendSettings(facts),
              ),
          ]
        : [];

/** The server looks for the teams of users, which no environment variable tells it to. */
export const teams: Check = (facts) => {
    const id = "settings.teams";
    const wanted = at(facts.intended.settings, teamClaim);
    if (wanted === undefined || "error" in facts.server.version) {
        return [];
    }
    if (!isSeen(facts)) {
        return [hidden(id, asAdmin)];
    }
    const found = settingsInUse(facts).get(teamClaim);
    return [
        found === wanted
            ? ok(id, `from the claim ${show(found)}`)
            : error(
                  id,
                  `jwtTeamClaimMapping is ${found === undefined ? "not set" : show(found)}, and not ${show(wanted)}`,
                  "The server adds no user to a team at sign-in. No environment variable has this setting.",
                  `Set openmetadata:token in the stack and run \`${commandLine("up")}\`; or put what \`${commandLine("export")} --format yaml\` ` +
                      "writes into its openmetadata.yaml, run `./bootstrap/openmetadata-ops.sh remove-security-config --force`, and restart it.",
              ),
    ];
};

/** The environment that the server was started with is the stack's, as far as it shows. */
export const environment: Check = (facts) => {
    const stated = valueOf(facts.server.authorizer)?.principalDomain;
    const expected = textOf(facts.intended, `${authorizer}.principalDomain`);
    // Without an admin's token, it is the only one to be seen, and named with the settings.
    return !isSeen(facts) || stated === undefined || stated === expected
        ? []
        : [
              warning(
                  "settings.environment",
                  `principalDomain is ${stated}, and not ${expected}`,
                  "The server was not started with the exported settings. Admin principals, and the domain of their addresses, come " +
                      "from its environment at each start, whatever the database says.",
                  deploy,
              ),
          ];
};

/** Users of other domains are refused: otherwise they are who has their name in this one. */
export const enforcement: Check = (facts) => {
    const key = `${authorizer}.enforcePrincipalDomain`;
    return checkDomainEnforcement(key, settingsInUse(facts).get(key)).map(({ wrong, write }) =>
        error("settings.strangers", "enforcePrincipalDomain is false", `${capital(wrong)}.`, write),
    );
};

/** The mapping of claims can be used: the server splits it at each colon, and takes what it then never finds. */
export const mapping: Check = (facts) => {
    const items = settingsInUse(facts).get(`${authentication}.jwtPrincipalClaimsMapping`);
    const split = Array.isArray(items) ? items.map(String).filter((item) => item.split(":").length > 2) : [];
    return split.length === 0
        ? []
        : [
              error(
                  "settings.mapping",
                  split.join(", "),
                  "The server reads the name of a claim only up to its colon, finds no such claim, and lets nobody in, admins included.",
                  "Name the claim in Auth0 without a colon, and set principalClaimsMapping to that.",
              ),
          ];
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
                  "The server's settings could not be compared with the stack's, or not on every replica.",
                  "Run doctor again once the server has recovered; if it does not recover, check its log.",
              ),
    ];
};

/** Where differing settings come from: the database's copy wins over the environment from the second start on. */
export const source: Check = (facts) => {
    if (facts.server.authentication.every((answer) => "error" in answer)) {
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
    const inUse = settingsInUse(facts);
    const differing = groups
        .flatMap((group) => group.keys)
        .filter(
            (key) => inUse.has(key) && at(facts.intended.settings, key) !== undefined && differs(facts, inUse, key),
        );
    return [
        ok("settings.deployed", "the server was started with what the stack exports"),
        differing.length === 0
            ? ok(
                  "settings.database",
                  `the server uses the stack's settings${isSeen(facts) ? "" : ", as far as it shows them"}`,
              )
            : error(
                  "settings.database",
                  `the server has the stack's key, but different values of ${differing.map(lastName).join(", ")}`,
                  "The server's database keeps the sign-in settings of its first start, and they override its environment.",
                  mendSettings(facts),
              ),
    ];
};

/** The client secret that the server has, as far as it shows it. */
export const secret: Check = (facts) => {
    const id = "settings.secret";
    const { clientSecret } = facts.intended;
    if (clientSecret === undefined || "error" in facts.server.version) {
        return [];
    }
    const found = settingsInUse(facts).get(`${oidc}.secret`);
    if (found === clientSecret) {
        return [ok(id, "the stack's")];
    }
    const isMasked = typeof found === "string" && /^\*{5,}$/.test(found);
    // Users are shown a mask in its place; what a bot is shown is what there is.
    if (!isSeen(facts) || (isMasked && valueOf(facts.admin?.self)?.isBot !== true)) {
        return [
            hidden(
                id,
                "Sign in once: where the page says `Authentication failed` and the server's log `Bad token response, " +
                    "error=access_denied`, the server has another client secret than Auth0: a new name in settingsRewrite has " +
                    `\`${commandLine("up")}\` write it again. A bot that is an admin is shown the secret: give its token.`,
            ),
        ];
    }
    return [
        error(
            id,
            isMasked ? "the mask of a secret" : "different from the stack's",
            "OpenMetadata cannot redeem the code of a sign-in. It stores a masked secret that is sent back to it as if it were the secret.",
            mendSettings(facts),
        ),
    ];
};

/** Whether the settings in use could be seen, and not only what everyone is told of them. */
function isSeen({ admin }: Facts): boolean {
    return valueOf(admin?.security) !== undefined;
}

/** What the server stores, as an admin sees it; or what it states to everyone. By the path in `openmetadata.yaml`. */
export function settingsInUse({ admin, server, intended: wanted }: Facts): ReadonlyMap<string, unknown> {
    const stored = valueOf(admin?.security);
    const stated = {
        authenticationConfiguration: server.authentication.map(valueOf).find((answer) => answer !== undefined) ?? {},
        authorizerConfiguration: valueOf(server.authorizer) ?? {},
    };
    const tree = (stored ?? stated) as unknown as Tree<unknown>;
    const keys = stored === undefined ? [...visible, `${authorizer}.principalDomain`] : [...keysOf(wanted), ...others];
    return new Map(
        keys.map((key): [string, unknown] => [key, at(tree, key)]).filter(([, value]) => value !== undefined),
    );
}

const useRoles = `${authorizer}.useRolesFromProvider`;
const teamClaim = `${authentication}.jwtTeamClaimMapping`;

/** What is looked at although the stack has it elsewhere, or not at all. */
const others = [
    `${oidc}.secret`,
    `${authentication}.jwtPrincipalClaimsMapping`,
    `${authorizer}.allowedDomains`,
    `${authorizer}.enforcePrincipalDomain`,
    useRoles,
];

function differs({ intended: { settings } }: Facts, inUse: ReadonlyMap<string, unknown>, key: string): boolean {
    const normal = (value: unknown): unknown =>
        Array.isArray(value)
            ? unordered.includes(key)
                ? value.map(String).sort()
                : value.map(String)
            : isMap(value)
              ? value
              : String(value);
    return !isDeepStrictEqual(normal(inUse.get(key)), normal(at(settings, key)));
}

function capital(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

function intended({ intended: { settings } }: Facts, key: string): string {
    return show(at(settings, key));
}

function lastName(key: string): string {
    return key.startsWith(oidc) ? key.slice(authentication.length + 1) : key.slice(key.lastIndexOf(".") + 1);
}

function show(value: unknown): string {
    if (isMap(value)) {
        return environmentValue(value);
    }
    return Array.isArray(value) ? `[${value.join(", ")}]` : value === "" ? "empty" : String(value);
}
