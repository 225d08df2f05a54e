import { deepEqual, equal, ok } from "node:assert/strict";
import * as fc from "fast-check";
import { InvalidInput, ServerConfiguration, type ServerConfigurationArgs } from "../../components";
import type { Format } from "../../cli/commands/export/format";
import { exportedFiles } from "../../cli/commands/export/formats";
import type { StackExport } from "../../cli/commands/export/stackExport";
import type { Deployment } from "../../openmetadata/deployment";
import { defaultPrincipalClaims } from "../../openmetadata/principalClaims";
import { environmentValue } from "../../openmetadata/renderings/environment";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { type ServerSetting, serverSettings, settingsIn, valueOf } from "../../openmetadata/serverSettings";
import type { Secrets } from "../../openmetadata/secrets";
import type { SettingValue } from "../../openmetadata/settings";
import { declaredBy, valueOf as valueOfOutput } from "../unit/mocks";
import { keys } from "./deployments";
import { environmentReaders, type Reading, yamlReaders } from "./readers";

/** Texts that some reader makes something else of, or runs. */
const treacherous = [
    ...["null", "Null", "~", "true", "yes", "No", "on", "OFF", "y", "n", "=", "<<", "-", "?", ":", "."],
    ...["0", "7", "007", "0o7", "0x1F", "0b1", "1e3", "1E-3", "+1", "-1", ".5", "1.", "1_000", ".inf", "-.INF", ".nan"],
    ...["1:30", "190:20:30.15", "2027-01-01", "2027-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00"],
    ...[
        "`id`",
        "$(id)",
        "${HOME}",
        "$HOME",
        "$",
        "a;id",
        "a&id",
        "a|id",
        "a>b",
        "a<b",
        "(a)",
        "!a",
        "a!b",
        "#a",
        "a#b",
    ],
    ...[
        "a #b",
        "*a",
        "&a",
        "@a",
        "%a",
        "|",
        ">",
        "a: b",
        "a:",
        ":a",
        "- a",
        "? a",
        "{a}",
        "[a]",
        "a,b",
        ",a",
        "a{b,c}",
    ],
    ...["'a'", '"a"', "a'b", 'a"b', "\\a", "a\\", "a\\nb", "~root", "~", "a:~root", "~+", "*", "a*", "a?", "[ab]"],
    ...[
        "",
        " ",
        " a",
        "a ",
        "a  b",
        "a\tb",
        "a\nb",
        "a\nB=c",
        "a\rb",
        "a\0b",
        "\ufeffa",
        "a\u2028b",
        "a\u0085b",
        "ä",
        "😀",
    ],
    ...["---", "--- a", "...", "%YAML 1.1", "!!str a", "! a", "export A=b", "x".repeat(5000)],
];

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
/** Texts of all kinds: good ones, treacherous ones, good ones with a treacherous sign in them, and any. */
const text = fc.oneof(
    word,
    fc.constantFrom(...treacherous),
    fc
        .tuple(word, fc.constantFrom(...Array.from("`$\"'\\;&|<>(){}[]*?!#~%@,: \t\n\r=+-./")), word)
        .map((parts) => parts.join("")),
    fc.stringMatching(/^[-+.]?[0-9][0-9a-fxo_.:eT-]{0,10}$/),
    fc.stringMatching(/^[A-Za-z0-9._~+/:@=-]{1,30}$/),
    fc.string({ unit: "binary", maxLength: 12 }),
);
const list = fc.array(text, { minLength: 1, maxLength: 3 });
/** A text of a kind, or any. */
const kind = (good: fc.Arbitrary<string>, bad = text): fc.Arbitrary<string> =>
    fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });

const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constantFrom("localhost", "om", "BÜCHER.example"), text);
const options = fc.record(
    {
        serverUrl: kind(
            fc
                .tuple(fc.domain(), fc.option(fc.nat(70_000)), fc.option(word))
                .map(([name, port, path]) => `https://${name}${port ? `:${port}` : ""}${path ? `/${path}/` : ""}`),
            fc.tuple(host, fc.option(text)).map(([name, path]) => `https://${name}${path === null ? "" : `/${path}`}`),
        ),
        domain: kind(fc.domain(), host),
        clientId: kind(fc.stringMatching(/^[A-Za-z0-9]{32}$/)),
        clientSecret: kind(fc.stringMatching(/^[A-Za-z0-9._~-]{16,40}$/)),
        fernetKey: kind(
            fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("base64")),
        ),
        admins: fc
            .array(kind(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,9}$/)), { minLength: 1, maxLength: 2 })
            .map((names) => names.map((name) => `${name}@example.com`)),
        keyId: kind(fc.oneof(fc.uuid(), fc.base64String({ minLength: 1 }), word)),
        keyFolder: kind(
            word.map((name) => `/etc/${name}`),
            text.map((name) => `/etc/${name}`),
        ),
        issuer: kind(word),
        principalClaims: fc.oneof(
            { weight: 12, arbitrary: fc.array(word, { minLength: 1, maxLength: 3 }) },
            { weight: 1, arbitrary: list },
        ),
        secretName: kind(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/)),
    },
    { requiredKeys: ["serverUrl", "domain", "clientId", "clientSecret", "admins", "keyId"] },
);
type Options = typeof options extends fc.Arbitrary<infer T> ? T : never;

function argumentsOf({ secretName, ...given }: Options): ServerConfigurationArgs {
    return {
        applicationType: "web",
        targetVersion: "1.12.6",
        ...given,
        ...keys,
        ...(secretName !== undefined && { kubernetesSecretNames: { oidc: secretName } }),
    };
}

/** What a server is told whose options are taken. */
interface Taken extends StackExport {
    readonly options: Options;
}

/** Gives the options to the component as a program does; what it refuses is not there. */
async function taken(all: readonly Options[]): Promise<Taken[]> {
    const made: { options: Options; configuration: ServerConfiguration }[] = [];
    await declaredBy(() => {
        all.forEach((given, index) => {
            try {
                made.push({ options: given, configuration: new ServerConfiguration(`s${index}`, argumentsOf(given)) });
            } catch (error) {
                ok(error instanceof InvalidInput, String(error));
            }
        });
    });
    return Promise.all(
        made.map(async ({ options: given, configuration }) => {
            // What a rendering refuses would be refused too late.
            await valueOfOutput(configuration.environment);
            await valueOfOutput(configuration.helmValues);
            await valueOfOutput(configuration.kubernetesSecrets);
            const secrets = {
                clientSecret: given.clientSecret,
                ...(given.fernetKey !== undefined && { fernetKey: given.fernetKey }),
            };
            const { value: settings } = await valueOfOutput(configuration.settings);
            return { options: given, serverUrl: given.serverUrl, settings, secrets, keys, ingestion: {} };
        }),
    );
}

function fileOf(format: Format, from: Taken, path: string): string {
    const names = { ...defaultKubernetesSecretNames, oidc: from.options.secretName ?? "oidc-secrets" };
    const file = exportedFiles(format, from, { names, exist: false }).find((candidate) => candidate.path === path);
    ok(file);
    return file.content.toString();
}

/** A value as OpenMetadata has it from its YAML: a string where it needs one, whatever a plain scalar is read as. */
function asString(value: unknown): unknown {
    return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

function expected(value: SettingValue): unknown {
    return Array.isArray(value) ? value.map(String) : asString(value);
}

function read(reading: Reading | undefined): unknown {
    ok(reading !== undefined && "value" in reading, reading !== undefined && "error" in reading ? reading.error : "");
    return reading.value;
}

/** Checks that OpenMetadata's YAML, in every version, has from an environment what the settings say. */
async function readByServer(
    environments: readonly Readonly<Record<string, string>>[],
    settings: readonly (readonly ServerSetting[])[],
    secrets: readonly Secrets[],
): Promise<void> {
    // A line of its own for each variable: the file that OpenMetadata puts values into has one, and no quotes around it.
    const texts = environments.map((environment, index) =>
        (settings[index] ?? []).map(({ environment: name = "" }) => `${name}: ${environment[name]}\n`).join(""),
    );
    for (const [name, reader] of Object.entries(yamlReaders)) {
        const readings = await reader(texts);
        equal(readings.length, texts.length);
        readings.forEach((reading, index) => {
            const all = read(reading) as Record<string, unknown>;
            for (const setting of settings[index] ?? []) {
                const value = all[setting.environment ?? ""];
                const found = Array.isArray(value) ? value.map(asString) : asString(value ?? "");
                deepEqual(found, expected(valueOf(setting, secrets[index] ?? {})), `${name}: ${setting.environment}`);
            }
        });
    }
}

/** Checks that every reader of environment files has from each of them what the settings say. */
async function readAlike(
    files: readonly string[],
    settings: readonly (readonly ServerSetting[])[],
    secrets: readonly Secrets[],
): Promise<void> {
    for (const [name, reader] of Object.entries(environmentReaders)) {
        const readings = await reader(files);
        equal(readings.length, files.length, name);
        const environments = readings.map((reading) => read(reading) as Record<string, string>);
        environments.forEach((environment, index) => {
            const variables = (settings[index] ?? []).map((setting) => setting.environment);
            deepEqual(Object.keys(environment).sort(), [...new Set(variables)].sort(), name);
        });
        await readByServer(environments, settings, secrets);
    }
}

/** What is at the end of a path with dots. */
function inside(tree: unknown, path: string): unknown {
    return path.split(".").reduce((node, name) => (node as Record<string, unknown>)[name], tree);
}

/** Checks that a rendering, as it is read, has the value of a setting. */
const says: Readonly<
    Record<"yaml" | "helm" | "compose", (tree: unknown, setting: ServerSetting, secrets: Secrets) => void>
> = {
    yaml: (tree, setting, secrets) => {
        deepEqual(inside(tree, setting.key), valueOf(setting, secrets), setting.key);
    },
    helm: (tree, setting, secrets) => {
        const { helm, environment } = setting;
        // A reference to a Kubernetes Secret has no value.
        if (typeof helm === "object") {
            equal(inside(tree, `openmetadata.config.${helm.reference}.secretKey`), helm.key);
        } else if (helm !== undefined) {
            const value = valueOf(setting, secrets);
            const isString = typeof value === "number" || (typeof value === "object" && !Array.isArray(value));
            const found = inside(tree, `openmetadata.config.${helm}`);
            deepEqual(found, isString ? environmentValue(value) : value, setting.key);
        } else if ("value" in setting && environment !== undefined) {
            const { extraEnvs } = tree as { extraEnvs: { name: string; value: string }[] };
            const found = extraEnvs.find(({ name }) => name === environment);
            equal(found?.value, environmentValue(valueOf(setting, secrets)), environment);
        }
    },
    // The values themselves are in the environment file, which is read above.
    compose: (tree, { environment }) => {
        for (const service of ["execute-migrate-all", "openmetadata-server"]) {
            const variables = inside(tree, `services.${service}.environment`) as Record<string, string>;
            ok(
                environment === undefined ||
                    new RegExp(`^[$]\\{${environment}:?\\?`).test(variables[environment] ?? ""),
                `${service}: ${environment}`,
            );
        }
    },
};

/** How many sets of options are tried at once, and how often. */
const atOnce = { minLength: 100, maxLength: 100 };
const runs = { numRuns: 3, endOnFailure: true };

describe("Settings in the export formats", function () {
    it("All readers of every export format agree on each accepted option value", async () => {
        let values = 0;
        let accepted = 0;
        await fc.assert(
            fc.asyncProperty(fc.array(options, atOnce), async (all) => {
                const servers = await taken(all);
                values += all.flatMap((given) => Object.values(given).flat()).length;
                accepted += servers.length;
                const settings = servers.map((server) => settingsIn(server.settings, server.secrets));
                const secrets = servers.map((server) => server.secrets);

                for (const { options: given, settings: all, secrets: own } of servers) {
                    const told = new Map(
                        settingsIn(all, own).map((setting) => [setting.key, "value" in setting && setting.value]),
                    );
                    equal(told.get("jwtTokenConfiguration.keyId"), given.keyId);
                    equal(told.get("authenticationConfiguration.clientId"), given.clientId);
                    if (given.issuer !== undefined) {
                        equal(told.get("jwtTokenConfiguration.jwtissuer"), given.issuer);
                    }
                    if (given.principalClaims !== undefined) {
                        deepEqual(told.get("authenticationConfiguration.jwtPrincipalClaims"), given.principalClaims);
                    }
                }

                await readAlike(
                    servers.map((server) => fileOf("env", server, "openmetadata.env")),
                    settings,
                    secrets,
                );
                for (const [format, path] of [
                    ["yaml", "openmetadata-auth0.yaml"],
                    ["helm", "values.yaml"],
                    ["compose", "docker-compose.auth0.yml"],
                ] as const) {
                    const texts = servers.map((server) => fileOf(format, server, path));
                    const [first = [], ...others] = await Promise.all(
                        Object.values(yamlReaders).map(async (reader) => (await reader(texts)).map(read).map(plain)),
                    );
                    for (const other of others) {
                        deepEqual(other, first, path);
                    }
                    first.forEach((sections, index) => {
                        for (const setting of settings[index] ?? []) {
                            says[format](sections, setting, secrets[index] ?? {});
                        }
                    });
                }
            }),
            runs,
        );
        console.log(`      ${values} values of options, ${accepted} servers with all of theirs taken`);
        ok(accepted > 20 && accepted < runs.numRuns * atOnce.maxLength);
    });

    it("Environment files refuse values that their readers would not read alike", async () => {
        const common: Deployment = {
            applicationType: "web",
            domain: "example.eu.auth0.com",
            clientId: "id",
            serverUrl: "https://om.example.com",
            admins: ["jane@example.com"],
            principalDomain: "example.com",
            keyId: "key-1",
            issuer: "om.example.com",
            keyFolder: "/etc/keys",
            targetVersion: "1.12.6",
            selfSignup: true,
            principalClaims: defaultPrincipalClaims,
            enforcePrincipalDomain: true,
            secureSessionCookie: true,
            sessionExpiry: 604800,
            tokenValidity: 3600,
        };
        let stopped = 0;
        let passed = 0;
        await fc.assert(
            fc.asyncProperty(fc.array(fc.record({ keyId: text, claims: list, secret: text }), atOnce), async (all) => {
                const files: string[] = [];
                const settings: ServerSetting[][] = [];
                const secrets: Secrets[] = [];
                for (const { keyId, claims, secret } of all) {
                    for (const [changes, clientSecret] of [
                        [{ keyId }, "secret"],
                        [{ principalClaims: claims }, "secret"],
                        [{}, secret],
                    ] as const) {
                        const resolved = serverSettings({ ...common, ...changes });
                        const from = {
                            settings: resolved,
                            secrets: { clientSecret },
                            keys,
                            ingestion: {},
                            serverUrl: "",
                        };
                        try {
                            const [file] = exportedFiles("env", from, {
                                names: defaultKubernetesSecretNames,
                                exist: true,
                            });
                            files.push(file?.content.toString() ?? "");
                            settings.push(settingsIn(resolved, { clientSecret }));
                            secrets.push({ clientSecret });
                        } catch (error) {
                            stopped += 1;
                            // Where it is not the secret that is refused, the words of the message may hold one such as "valu".
                            ok(
                                clientSecret !== secret ||
                                    secret.length < 4 ||
                                    !(error as Error).message.includes(secret),
                            );
                        }
                    }
                }
                passed += files.length;
                await readAlike(files, settings, secrets);
            }),
            runs,
        );
        console.log(`      ${stopped} values stopped, ${passed} passed and read alike`);
        ok(stopped > 100 && passed > 100);
    });
});

/** A tree without what one reader has for numbers and another has not. */
function plain(tree: unknown): unknown {
    return JSON.parse(
        JSON.stringify(tree, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
    ) as unknown;
}
