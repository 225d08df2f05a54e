import { settingsWithoutVariable } from "../../../openmetadata/serverSettings";
import { environmentValue } from "../../../openmetadata/renderings/environment";
import { isMap, settingsIn } from "../../../openmetadata/serverSettings";
import { at } from "../../../openmetadata/tree";
import { documentation } from "../documentation";
import type { Format } from "./format";
import { type ExportedFile, externalSecretsFile } from "./formats";
import type { StackExport } from "./stackExport";

/** What an export has done. */
export interface Exported {
    /** The folder, as the user has named it. */
    readonly folder: string;
    readonly format: Format;
    readonly files: readonly ExportedFile[];
    readonly from: StackExport;
    /** Whether anything had to be written. */
    readonly written: boolean;
}

/** What goes where, and what to run next. No secret is in it. */
export function summaryOf({ folder, format, files, from, written }: Exported): string {
    const width = Math.max(...files.map(({ path }) => path.length));
    const lines = files.map(
        ({ path, secret, what }) => `  ${path.padEnd(width)}  ${secret ? "0600" : "0644"}  ${what}`,
    );
    return [
        `${folder} ${written ? "has" : "already has"} the settings of ${from.serverUrl}:`,
        ...lines,
        "",
        ...(format === "ingestion" ? [] : [...beforeTheFirstStart, ""]),
        "Next:",
        ...nextSteps(format, quoted(folder), files, from).map((step) => `  ${step}`),
        "",
        ...(format === "ingestion" ? [] : notes(from).flatMap((note) => note)),
        ...(format === "env" || format === "compose" || format === "helm" ? missingSettings(from) : []),
    ].join("\n");
}

/**
 * What comes before all else on a server that has a database. Its stored settings win over these; where they are still
 * those of the sign-in with passwords, it makes the admins that it reads here accounts with the password that it ships.
 */
const beforeTheFirstStart: readonly string[] = [
    "First, on a server that has been started before, while it still runs with its old settings:",
    "  ./bootstrap/openmetadata-ops.sh remove-security-config --force",
    "Without that it keeps the sign-in settings of its database. If these are basic (user name and password), starting it with",
    "the new settings creates an account for each admin with a well-known password. A server with an empty database needs",
    `nothing. See ${documentation("deployment.md", "A server that has been started before")}.`,
];

/** Says what is missing in a form that is made of environment variables. */
function missingSettings({ settings }: StackExport): string[] {
    return settingsWithoutVariable(settings).flatMap((key) => [
        `${key} is missing in these files: OpenMetadata has no variable`,
        "for it. Export the format yaml, or set openmetadata:token to the token of an admin and run `up`, which writes it to the",
        "running server.",
        "",
    ]);
}

/** A path as an argument in a shell. */
function quoted(path: string): string {
    return /^[A-Za-z0-9._/+:@%-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function nextSteps(format: Format, folder: string, files: readonly ExportedFile[], from: StackExport): string[] {
    switch (format) {
        case "env":
            return [
                "Copy jwtkeys to the folder that RSA_PRIVATE_KEY_FILE_PATH names, readable by the server's user alone.",
                "Start the server with openmetadata.env: EnvironmentFile= (systemd), --env-file (docker run), or",
                `  set -a; . ${folder}/openmetadata.env; set +a`,
                ...mappingsOf(from).flatMap(([name, value]) => [
                    `With docker run, add this behind --env-file, which does not strip the quotes of ${name}:`,
                    `  --env '${name}=${value}'`,
                ]),
            ];
        case "compose":
            return [
                "With the quickstart's docker-compose.yml in the same folder; the server reads its keys as user 1000:",
                `  cd ${folder}`,
                "  sudo chown 1000 jwtkeys/private_key.der",
                "  docker compose --env-file openmetadata.env -f docker-compose.yml -f docker-compose.auth0.yml up -d",
            ];
        case "yaml":
            return [
                "Replace the sections of conf/openmetadata.yaml with those of openmetadata-auth0.yaml.",
                ...basePathOf(from).map((path) => `Set server.applicationContextPath to ${path} there as well.`),
                "Copy jwtkeys to the folder that rsaprivateKeyFilePath names, readable by the server's user alone.",
                "Restart the server.",
            ];
        case "helm":
            return [
                ...files
                    .filter(({ path }) => path === "secrets.yaml" || path === externalSecretsFile)
                    .map(({ path }) => `kubectl apply -f ${folder}/${path}`),
                `helm upgrade --install openmetadata open-metadata/openmetadata -f ${folder}/values.yaml`,
                "kubectl rollout restart deployment/openmetadata",
            ];
        case "ingestion":
            return ["Put the block into the workflows that run as that bot, and redeploy them."];
    }
}

/** The variables whose value is a mapping, which the server does not read in quotes. */
function mappingsOf({ settings }: StackExport): (readonly [name: string, value: string])[] {
    return settingsIn(settings, {}).flatMap((setting) =>
        setting.environment !== undefined && "value" in setting && isMap(setting.value)
            ? [[setting.environment, environmentValue(setting.value)] as const]
            : [],
    );
}

/** The path that the server is served below, where it has one. */
function basePathOf({ settings }: StackExport): string[] {
    const path = at(settings, "basePath");
    return typeof path === "string" ? [path] : [];
}

function notes(from: StackExport): string[][] {
    const isWeb = from.secrets.clientSecret !== undefined;
    return [
        ...(isWeb ? basePathOf(from) : []).map((path) => [
            `OpenMetadata's page sends users to /auth/callback after sign-in, without ${path}. Have the proxy redirect that to`,
            `${path}auth/callback, with its query: it contains the ID token. See ${documentation("deployment.md", "Below a path")}.`,
        ]),
        ...(from.secrets.fernetKey === undefined
            ? [
                  [
                      "FERNET_KEY is not among these settings. If you do not set it elsewhere, the server encrypts passwords in its",
                      "database with OpenMetadata's default key; set `fernetKey` in the stack to change that.",
                  ],
              ]
            : []),
    ];
}
