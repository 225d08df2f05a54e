import { asCode } from "./asCode";
import { type Change, nameOf, type PropertyChange, topOf, typeOf } from "./change";
import { breaks, careful, type Meaning, note, risks } from "./risk";
import { ruleMeanings } from "./ruleMeanings";
import { teamMeanings } from "./teamMeanings";

/** What the changes mean, worst first, each said once. */
export function meaningsOf(changes: readonly Change[], outputs: readonly PropertyChange[]): Meaning[] {
    const all = [
        ...changes.filter(({ custom }) => custom).flatMap((change) => meaningsOfChange(change, changes)),
        ...outputs.flatMap((change) => ruleMeanings(change, outputs)),
        ...settingMeanings(outputs),
    ];
    const texts = new Set<string>();
    const once = all.filter(({ text }) => !texts.has(text) && texts.add(text));
    return risks.flatMap((risk) => once.filter((meaning) => meaning.risk === risk));
}

/** Pulumi's types of the resources whose changes mean something; parts of the sign-on count only below their component. */
const types = {
    application: "openmetadata-auth0:index:Auth0Application",
    client: "auth0:index/client:Client",
    clientCredentials: "auth0:index/clientCredentials:ClientCredentials",
    connectionClient: "auth0:index/connectionClient:ConnectionClient",
    organizationConnection: "auth0:index/organizationConnection:OrganizationConnection",
    signInRules: "openmetadata-auth0:index:SignInRules",
    action: "auth0:index/action:Action",
    keys: "openmetadata-auth0:index:JwtSigningKeys",
    stash: "pulumi:index:Stash",
    securityConfiguration: "openmetadata-server:index:SecurityConfiguration",
    botToken: "openmetadata-server:index:BotToken",
    botTokenRenewal: "openmetadata-server:index:BotTokenRenewal",
    defaultAdminRemoval: "openmetadata-server:index:DefaultAdminRemoval",
    teams: "openmetadata-server:index:Teams",
} as const;

/** Whether a change is one of a resource of a type, below a component of a type where one is given. */
function isOf({ urn, parent }: Change, type: string, component?: string): boolean {
    return typeOf(urn) === type && (component === undefined || typeOf(parent) === component);
}

function meaningsOfChange(change: Change, all: readonly Change[]): Meaning[] {
    // Another application of the program, or another resource in a stash, is not what OpenMetadata signs in with.
    switch (typeOf(change.parent)) {
        case types.application:
            return applicationMeanings(change, all);
        case types.keys:
            return isOf(change, types.stash) ? keyMeanings(change, all) : [];
        case types.signInRules:
            return isOf(change, types.action) ? actionMeanings(change, all) : [];
        default:
            return serverMeanings(change);
    }
}

function applicationMeanings(change: Change, all: readonly Change[]): Meaning[] {
    switch (typeOf(change.urn)) {
        case types.client:
            return clientMeanings(change);
        case types.clientCredentials:
            return credentialMeanings(
                change,
                all.find((other) => isOf(other, types.client) && other.parent === change.parent),
            );
        case types.connectionClient:
            return connectionMeanings(change);
        case types.organizationConnection:
            return organizationConnectionMeanings(change);
        default:
            return [];
    }
}

function serverMeanings(change: Change): Meaning[] {
    switch (typeOf(change.urn)) {
        case types.securityConfiguration:
            return securityMeanings(change);
        case types.botToken:
            return botMeanings(change);
        case types.defaultAdminRemoval:
            return [note("OpenMetadata's default admin is deleted from the server.")];
        case types.teams:
            return teamMeanings(change);
        case types.botTokenRenewal:
            return change.op === "create"
                ? [note("Bots with tokens of another key than the server's, which it refuses already, get new ones.")]
                : [];
        default:
            return [];
    }
}

function clientMeanings(change: Change): Meaning[] {
    const { op, after, before } = change;
    const name = textOf(after["name"] ?? before["name"]);
    if (op === "create") {
        return [
            note(`Users can sign in through a new application, ${name}.`),
            ...(after[confirmation] === "true" ? [confirmationSkipped] : []),
        ];
    }
    if (op === "import") {
        return [careful(`The application ${name} is imported: its client ID and its secret stay.`)];
    }
    if (op === "delete") {
        return [breaks(`The application ${name} is deleted: nobody can sign in, and its client ID never comes back.`)];
    }
    if (op.includes("replace")) {
        return [
            breaks(
                `The application ${name} is replaced: everyone is signed out, and nobody can sign in until every server has the ` +
                    "new client ID.",
            ),
        ];
    }
    const others = change.properties
        .map(({ path }) => path)
        .filter((path) => !known.some((property) => path.startsWith(property)));
    return [
        ...change.properties.flatMap((property) => clientPropertyMeanings(property)),
        ...(others.length === 0
            ? []
            : [note(`Other settings of the application change: ${others.map((path) => asCode(path)).join(", ")}.`)]),
    ];
}

/** The property that says whether users confirm a sign-in to a callback on loopback. */
const confirmation = "skipNonVerifiableCallbackUriConfirmationPrompt";
const confirmationSkipped = careful(
    "Users no longer confirm a sign-in to a callback on loopback, and their sessions are renewed there silently: any program " +
        "on a user's computer can sign in as that user.",
);

/** The properties of an application whose change means something of its own, or nothing besides another one's. */
const known = [
    "appType",
    "callbacks",
    "grantTypes",
    "refreshToken",
    "allowedLogoutUrls",
    "webOrigins",
    confirmation,
    "organizationUsage",
];

function clientPropertyMeanings({ path, before, after }: PropertyChange): Meaning[] {
    switch (topOf(path)) {
        case "appType":
            return [
                breaks(
                    `The application type changes from ${textOf(before)} to ${textOf(after)}: nobody can sign in until every server has its new ` +
                        "settings.",
                ),
            ];
        case "callbacks":
            return [
                ...(after === undefined
                    ? []
                    : [careful(`Auth0 may redirect users to a new callback, ${textOf(after)}.`)]),
                ...(before === undefined ? [] : [breaks(`Nobody can sign in at ${textOf(before)} any more.`)]),
            ];
        case "grantTypes":
            return [
                ...(after === undefined ? [] : [careful(`The application may use the grant ${textOf(after)}.`)]),
                ...(before === undefined
                    ? []
                    : [careful(`The application may no longer use the grant ${textOf(before)}.`)]),
            ];
        case confirmation:
            return after === "true"
                ? [confirmationSkipped]
                : [
                      note(
                          "Users confirm a sign-in to a callback on loopback, and sessions are not renewed there silently.",
                      ),
                  ];
        case "refreshToken":
            return [
                careful(
                    "The rules for renewing sessions change: users may have to sign in again, sooner or later than before.",
                ),
            ];
        default:
            return [];
    }
}

function credentialMeanings({ op, before, properties }: Change, client: Change | undefined): Meaning[] {
    if (op === "delete" && before["authenticationMethod"] === "none") {
        return [note("Pulumi no longer manages how the application authenticates; it stays a public client.")];
    }
    const typeChanges = client?.properties.some(({ path }) => path === "appType") === true;
    if (op === "delete" && !typeChanges && client?.op !== "delete") {
        return [breaks("The application no longer authenticates with its client secret: nobody can sign in.")];
    }
    if (op === "update" && properties.some(({ path }) => path.startsWith("clientSecret"))) {
        return [
            breaks(
                "The client secret changes. Auth0 has no grace period: nobody can sign in until every server has the new one.",
            ),
        ];
    }
    return op === "update" ? [careful("The application authenticates in another way.")] : [];
}

function organizationConnectionMeanings(change: Change): Meaning[] {
    const connection = connectionOf(change);
    if (change.op === "create") {
        return [careful(`Members of the organization may sign in through the connection ${connection}.`)];
    }
    return change.op === "delete"
        ? [careful(`The connection ${connection} is no longer enabled in the organization.`)]
        : [];
}

function connectionMeanings(change: Change): Meaning[] {
    const connection = connectionOf(change);
    if (change.op === "create") {
        return [careful(`Everyone in the connection ${connection} may sign in.`)];
    }
    return change.op === "delete" ? [breaks(`Nobody in the connection ${connection} can sign in any more.`)] : [];
}

/** The rules themselves are secrets of the Action; what changes in them is in the outputs. */
function actionMeanings({ op, parent }: Change, all: readonly Change[]): Meaning[] {
    if (op === "create") {
        return [note("Auth0 applies sign-in rules, in an Action after those that are bound to post-login already.")];
    }
    const rules = all.find(({ urn }) => urn === parent);
    const application = all.find(({ urn, op: other }) => urn === rules?.parent && other === "delete");
    return op === "delete" && application === undefined
        ? [breaks("The sign-in rules are removed: every user of the enabled connections may sign in.")]
        : op === "update"
          ? [careful("The sign-in rules change, from the next sign-in on and at the next refresh of a token.")]
          : [];
}

/** A value of a property, as it is named in a sentence. */
function textOf(value: unknown): string {
    return asCode(typeof value === "string" ? value : JSON.stringify(value));
}

/** The resource is named after its application and the connection. */
function connectionOf({ urn, parent }: Change): string {
    return asCode(nameOf(urn).slice(nameOf(parent).length + "-".length));
}

function keyMeanings({ op, urn, parent }: Change, all: readonly Change[]): Meaning[] {
    const keys = all.find((change) => change.urn === parent);
    const isNew = keys?.op === "create";
    if (op === "create" && !isNew) {
        return [
            breaks(
                "There is a new signing key: as soon as a server has it, every bot's token and every personal access token stops " +
                    "working, and from 2.0 on everyone signs in again.",
            ),
        ];
    }
    if (op === "delete") {
        return keys?.op === "delete"
            ? [breaks("The signing key is lost: tokens that it signed can never be created again.")]
            : [note(`The key ${asCode(nameOf(urn))} is removed from the state.`)];
    }
    return op.includes("replace") ? [breaks("The signing key is replaced: every token stops working.")] : [];
}

function securityMeanings({ op, properties }: Change): Meaning[] {
    if (op !== "create" && op !== "update") {
        return [];
    }
    const changed = properties
        .map(({ path }) => path)
        .filter((path) => path.startsWith("settings."))
        .map((path) => path.slice("settings.".length));
    return op === "create"
        ? [careful("The sign-in settings in the database of a running server are written.")]
        : changed.length > 0
          ? [
                careful(
                    `The sign-in settings of a running server change: ${changed.map((path) => asCode(path)).join(", ")}.`,
                ),
                ...properties.flatMap(userMeanings),
            ]
          : [];
}

/** What it means that users sign in elsewhere, or that a server has other admins or takes users of other domains, than before. */
function userMeanings({ path, before, after }: PropertyChange): Meaning[] {
    if (path.endsWith("authorizerConfiguration.enforcePrincipalDomain")) {
        return after === true
            ? [
                  breaks(
                      "Users whose e-mail address is neither in the principal domain nor in allowedDomains can no longer sign in; nor can they " +
                          "act as the user of the same name.",
                  ),
              ]
            : [
                  breaks(
                      "Domains are no longer enforced: anyone who can sign in with another domain and the part before the @ of an admin's " +
                          "address is that admin.",
                  ),
              ];
    }
    if (path.endsWith("authenticationConfiguration.authority")) {
        return typeof before === "string" && typeof after === "string"
            ? [
                  breaks(
                      `Users sign in at ${asCode(after)}, no longer at ${asCode(before)}: the issuer of all tokens changes. Every user signs in ` +
                          "again, and every OpenMetadata server needs the new settings at the same time.",
                  ),
              ]
            : [];
    }
    if (path.endsWith("authorizerConfiguration.adminPrincipals")) {
        return [
            ...(typeof after === "string" ? [careful(`${asCode(after)} becomes an admin of OpenMetadata.`)] : []),
            ...(typeof before === "string"
                ? [
                      careful(
                          `${asCode(before)} is no longer an admin. An existing account stays an admin until another admin removes that ` +
                              "role in OpenMetadata.",
                      ),
                  ]
                : []),
        ];
    }
    if (path.endsWith("authorizerConfiguration.defaultOAuthRole")) {
        return typeof after === "string"
            ? [
                  careful(
                      `Users who sign in for the first time get the role ${asCode(after)}; other users keep their roles.`,
                  ),
              ]
            : [note("Users who sign in for the first time no longer get a role; those who have it keep it.")];
    }
    if (path.endsWith("authorizerConfiguration.useRolesFromProvider")) {
        return before === true
            ? [careful("Users keep their roles: OpenMetadata no longer takes away those that a token does not name.")]
            : [];
    }
    if (path.endsWith("authenticationConfiguration.jwtTeamClaimMapping")) {
        return typeof after === "string"
            ? [note(`OpenMetadata adds users to the teams in the claim ${asCode(after)} when they sign in.`)]
            : [note("OpenMetadata no longer adds users to teams when they sign in; those in a team stay.")];
    }
    if (path.endsWith("authorizerConfiguration.allowedDomains")) {
        return [
            ...(typeof after === "string" ? [careful(`Users of ${asCode(after)} may sign in.`)] : []),
            ...(typeof before === "string"
                ? [breaks(`Users of ${asCode(before)} can no longer sign in, unless it is the principal domain.`)]
                : []),
        ];
    }
    return [];
}

function botMeanings({ op, urn, properties }: Change): Meaning[] {
    const name = nameOf(urn);
    const onlyAccess = properties.every(({ path }) => ["token", "url", "renewBefore"].includes(path));
    if (op === "create" || (op === "update" && !onlyAccess)) {
        return [
            breaks(
                `The bot of ${asCode(name)} gets a new token: pipelines with the old one stop until they are deployed again.`,
            ),
        ];
    }
    return op === "delete" ? [breaks(`The token of ${asCode(name)} is revoked: its pipelines stop.`)] : [];
}

/** What servers are told is no resource, and shows in the outputs alone. */
function settingMeanings(outputs: readonly PropertyChange[]): Meaning[] {
    const settings = outputs.filter(({ path }) => path.startsWith("settings."));
    return settings.length === 0
        ? []
        : [
              careful("Servers have new settings: export them, and restart the servers."),
              ...settings.flatMap(userMeanings),
          ];
}
