import { asCode } from "./asCode";
import type { Change, PropertyChange } from "./change";

/** How much a change means for people, worst first. */
export const risks = ["breaks", "careful", "note"] as const;
/** How much a change means for people. */
export type Risk = (typeof risks)[number];

/** What a change means for the people who sign in, and for those who run the servers. */
export interface Meaning {
    readonly risk: Risk;
    /** A sentence in Markdown. */
    readonly text: string;
}

/** What the changes mean, worst first, each said once. */
export function meaningsOf(changes: readonly Change[], outputs: readonly PropertyChange[]): Meaning[] {
    const all = [
        ...changes.filter(({ custom }) => custom).flatMap((change) => meaningsOfChange(change, changes)),
        ...settingMeanings(outputs),
    ];
    const texts = new Set<string>();
    const once = all.filter(({ text }) => !texts.has(text) && texts.add(text));
    return risks.flatMap((risk) => once.filter((meaning) => meaning.risk === risk));
}

function meaningsOfChange(change: Change, all: readonly Change[]): Meaning[] {
    switch (change.kind) {
        case "Client":
            return clientMeanings(change);
        case "ClientCredentials":
            return credentialMeanings(change, all);
        case "ConnectionClient":
            return connectionMeanings(change);
        case "Stash":
            return keyMeanings(change, all);
        case "SecurityConfiguration":
            return securityMeanings(change);
        case "BotToken":
            return botMeanings(change);
        case "DefaultAdminRemoval":
            return [note("OpenMetadata's default admin is deleted from the server.")];
        case "BotTokenRenewal":
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
    "Users no longer confirm a sign-in to a callback on loopback, and their sessions are renewed there unseen: any program " +
        "on a user's computer can sign in as that user.",
);

/** The properties of an application whose change means something of its own, or nothing besides another one's. */
const known = ["appType", "callbacks", "grantTypes", "refreshToken", "allowedLogoutUrls", "webOrigins", confirmation];

function clientPropertyMeanings({ path, before, after }: PropertyChange): Meaning[] {
    const [name = ""] = path.split(/[.[]/, 1);
    switch (name) {
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
                          "Users confirm a sign-in to a callback on loopback, and sessions are not renewed there unseen.",
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

function credentialMeanings({ op, before, properties }: Change, all: readonly Change[]): Meaning[] {
    if (op === "delete" && before["authenticationMethod"] === "none") {
        return [note("Pulumi no longer manages how the application authenticates; it stays a public client.")];
    }
    const flowChanges = all.some(
        ({ kind, properties: of }) => kind === "Client" && of.some(({ path }) => path === "appType"),
    );
    if (op === "delete" && !flowChanges && !all.some((change) => change.kind === "Client" && change.op === "delete")) {
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

function connectionMeanings({ op, name }: Change): Meaning[] {
    if (op === "create") {
        return [careful(`Everyone in the connection ${connectionOf(name)} may sign in.`)];
    }
    return op === "delete" ? [breaks(`Nobody in the connection ${connectionOf(name)} can sign in any more.`)] : [];
}

/** A value of a property, as it is named in a sentence. */
function textOf(value: unknown): string {
    return asCode(typeof value === "string" ? value : JSON.stringify(value));
}

/** A resource is named after the sign-on and the connection. */
function connectionOf(name: string): string {
    return asCode(name.slice(name.indexOf("-") + 1));
}

function keyMeanings({ op, name }: Change, all: readonly Change[]): Meaning[] {
    const isNew = all.some((change) => change.kind === "JwtSigningKeys" && change.op === "create");
    if (op === "create" && !isNew) {
        return [
            breaks(
                "There is a new signing key: as soon as a server has it, every bot's token and every personal access token stops " +
                    "working, and from 2.0 on everyone signs in again.",
            ),
        ];
    }
    if (op === "delete") {
        return all.some((change) => change.kind === "JwtSigningKeys" && change.op === "delete")
            ? [breaks("The signing key is lost: tokens that it signed can never be created again.")]
            : [note(`The key ${asCode(name)} is removed from the state.`)];
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
                ...properties.flatMap(domainMeanings),
            ]
          : [];
}

/** What it means that a server takes users of other domains than before. */
function domainMeanings({ path, before, after }: PropertyChange): Meaning[] {
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

function botMeanings({ op, name, properties }: Change): Meaning[] {
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
              ...settings.flatMap(domainMeanings),
          ];
}

function breaks(text: string): Meaning {
    return { risk: "breaks", text };
}

function careful(text: string): Meaning {
    return { risk: "careful", text };
}

function note(text: string): Meaning {
    return { risk: "note", text };
}
