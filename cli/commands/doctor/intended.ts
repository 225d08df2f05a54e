import { isMap, type ServerSettings, settingsIn } from "../../../openmetadata/serverSettings";
import type { ActionRules } from "../../../openmetadata/signInRules";
import { at } from "../../../openmetadata/tree";
import type { StackExport } from "../export/stackExport";

/** What the stack has one server be. */
export interface Intended {
    /** URL of the server. */
    readonly serverUrl: string;
    readonly settings: ServerSettings;
    /** Client secret of the Auth0 application, for Web. Secret. */
    readonly clientSecret: string | undefined;
    /** Public key of OpenMetadata's tokens, as X.509 SubjectPublicKeyInfo DER. */
    readonly publicKey: Uint8Array;
    /** The teams that users are added to at sign-in, by name. */
    readonly teams: readonly string[];
}

/** The teams that users are added to, out of a stack's outputs. */
export function teamsIn(outputs: Readonly<Record<string, unknown>>): string[] {
    const { teams = {} } = (outputs["signInRules"] ?? {}) as Partial<ActionRules>;
    return [...new Set(Object.values(teams))];
}

/** Takes from a stack's export what the server is compared with, with the teams that it has to have. */
export function intendedBy(
    { serverUrl, settings, secrets, keys }: StackExport,
    teams: readonly string[] = [],
): Intended {
    return {
        serverUrl,
        settings,
        clientSecret: secrets.clientSecret,
        publicKey: Buffer.from(keys.publicKeyDer, "base64"),
        teams,
    };
}

/** A setting that is one text; empty where the stack does not have it. */
export function textOf({ settings }: Intended, key: string): string {
    const value = at(settings, key);
    return typeof value === "object" ? "" : String(value ?? "");
}

/** A setting that is a list; empty where the stack does not have it. */
export function listOf({ settings }: Intended, key: string): readonly string[] {
    const value = at(settings, key);
    return typeof value === "object" && !isMap(value) ? value : [];
}

/** The paths in `openmetadata.yaml` of all settings that the stack has, but for secrets and for what the environment alone has. */
export function keysOf({ settings }: Intended): string[] {
    return settingsIn(settings, {}).flatMap(({ key, environmentOnly }) => (environmentOnly ? [] : [key]));
}
