import type { SettingValue } from "../../../openmetadata/settings";
import type { StackExport } from "../export/stackExport";

/** What the stack has one server be. */
export interface Intended {
    /** Address of the server. */
    readonly server: string;
    /** Settings but for secrets and for what the environment alone has, by their path in `openmetadata.yaml`. */
    readonly settings: ReadonlyMap<string, SettingValue>;
    /** Client secret of the Auth0 application, for Web. Secret. */
    readonly clientSecret: string | undefined;
    /** Public key of OpenMetadata's tokens, as X.509 SubjectPublicKeyInfo DER. */
    readonly publicKey: Uint8Array;
}

/** Takes from a stack's export what the server is compared with. */
export function intendedBy({ server, settings, secrets, keys }: StackExport): Intended {
    return {
        server,
        settings: new Map(
            settings.flatMap((setting) =>
                "value" in setting && !setting.environmentOnly ? [[setting.key, setting.value]] : [],
            ),
        ),
        clientSecret: secrets.clientSecret,
        publicKey: Buffer.from(keys.publicKeyDer, "base64"),
    };
}

/** A setting that is one text; empty where the stack does not have it. */
export function textOf({ settings }: Intended, key: string): string {
    return String(settings.get(key) ?? "");
}

/** A setting that is a list; empty where the stack does not have it. */
export function listOf({ settings }: Intended, key: string): readonly string[] {
    const value = settings.get(key);
    return typeof value === "object" ? value : [];
}
