import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { writeExport } from "../../cli/commands/export/exportFolder";
import { exportedFiles } from "../../cli/commands/export/formats";
import { environmentOf, environmentValue } from "../../openmetadata/renderings/environment";
import { isMap } from "../../openmetadata/serverSettings";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { outputOf } from "../../processes/childProcess";
import { keys, servers } from "./deployments";
import { ensureGoTool } from "../../cli/engine/goTool";
import { helm as helmTool } from "../goTools/goTools";

/** The chart to render; another one than that of the tests where the environment names it. */
const chart = process.env["OPENMETADATA_CHART"] ?? join(__dirname, "upstream", "openmetadata-1.13.1.tgz");

/** Variables of sign-in that the chart sets for each server whether they are told or not, and the values that it gives. */
const chartDefaults: Record<string, string> = {
    AUTHORIZER_ALLOWED_DOMAINS: "[]",
    AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN: "[all]",
    AUTHORIZER_USE_ROLES_FROM_PROVIDER: "false",
    AUTHENTICATION_RESPONSE_TYPE: "id_token",
};
/** The same for the Web flow. */
const chartWebDefaults: Record<string, string> = {
    ...chartDefaults,
    OIDC_USE_NONCE: "true",
    OIDC_PROMPT_TYPE: "consent",
    OIDC_DISABLE_PKCE: "true",
    OIDC_MAX_CLOCK_SKEW: "",
    OIDC_CUSTOM_PARAMS: "{}",
    OIDC_MAX_AGE: "0",
};

interface EnvironmentEntry {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface Container {
    readonly name: string;
    readonly env: readonly EnvironmentEntry[];
    readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Manifest {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly data?: Record<string, string>;
    readonly spec?: {
        readonly template: {
            readonly spec: {
                readonly containers: readonly Container[];
                readonly initContainers: readonly Container[];
                readonly volumes: readonly {
                    readonly name: string;
                    readonly secret?: { readonly secretName: string };
                }[];
            };
        };
    };
}

function decoded(base64: string): string {
    return Buffer.from(base64, "base64").toString();
}

/** A value as the server's YAML reads it, in the form in which lists and mappings stand in an environment file. */
function asRead(value: string): string {
    const read: unknown = parse(value);
    if (Array.isArray(read)) {
        return `[${read.join(",")}]`;
    }
    if (isMap(read) && Object.keys(read).length > 0) {
        return environmentValue(read);
    }
    return typeof read === "string" ? read : JSON.stringify(read);
}

/** What a container sees in its environment: the Secrets that it takes whole, and its own variables over them. */
function environmentIn(container: Container, secrets: ReadonlyMap<string, Manifest>): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const { secretRef } of container.envFrom) {
        for (const [name, value] of Object.entries(secrets.get(secretRef.name)?.data ?? {})) {
            environment[name] = decoded(value);
        }
    }
    for (const { name, value, valueFrom } of container.env) {
        const kept = secrets.get(valueFrom?.secretKeyRef.name ?? "")?.data?.[valueFrom?.secretKeyRef.key ?? ""];
        // Passwords of the database are in Secrets that are none of ours.
        if (value !== undefined || kept !== undefined) {
            environment[name] = value ?? decoded(kept ?? "");
        }
    }
    return environment;
}

describe("Helm values in OpenMetadata's chart", function () {
    let helm: string;
    let folder: string;

    before(async () => {
        helm = await ensureGoTool(helmTool);
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-helm-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    async function rendered(name: string): Promise<Manifest[]> {
        const server = servers.find((candidate) => candidate.name === name);
        ok(server);
        // Helm takes a comma in a path for the end of that path.
        const out = join(folder, name.replaceAll(",", ""));
        const files = exportedFiles("helm", server, { names: defaultKubernetesSecretNames, exist: false });
        await writeExport(out, { format: "helm", server: server.serverUrl }, files);
        const stdout = await outputOf(helm, ["template", "openmetadata", chart, "-f", join(out, "values.yaml")]);
        const applied = files.find(({ path }) => path === "secrets.yaml")?.content.toString() ?? "";
        return [...parseAllDocuments(stdout), ...parseAllDocuments(applied)]
            .map((document) => document.toJS() as Manifest | null)
            .filter((manifest) => manifest !== null);
    }

    for (const { name, settings, secrets } of servers) {
        describe(`Helm values: ${name}`, () => {
            const web = secrets.clientSecret !== undefined;
            let kubernetesSecrets: Map<string, Manifest>;
            let containers: readonly Container[];
            let volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];

            before(async () => {
                const manifests = await rendered(name);
                kubernetesSecrets = new Map(
                    manifests.filter(({ kind }) => kind === "Secret").map((secret) => [secret.metadata.name, secret]),
                );
                const deployment = manifests.find(
                    ({ kind, metadata }) => kind === "Deployment" && metadata.name === "openmetadata",
                );
                ok(deployment?.spec);
                const { spec } = deployment.spec.template;
                containers = [...spec.containers, ...spec.initContainers];
                volumes = spec.volumes;
            });

            it(`The chart sets exactly the exported variables and its own defaults (${name})`, () => {
                equal(containers.length, 2);
                const told = environmentOf(settings, secrets);
                for (const container of containers) {
                    const environment = environmentIn(container, kubernetesSecrets);
                    const read = Object.fromEntries(
                        Object.entries(environment)
                            .filter(
                                ([variable]) =>
                                    variable in told || /^(AUTHENTICATION|AUTHORIZER|OIDC|RSA|JWT)_/.test(variable),
                            )
                            .map(([variable, value]) => [variable, asRead(value)]),
                    );
                    const expected = { ...(web ? chartWebDefaults : chartDefaults), ...told };
                    deepEqual(read, {
                        ...expected,
                        // From 2.0 on another setting takes its place; the chart is older and sets it always.
                        ...(web && !("OIDC_SESSION_EXPIRY" in told) && { OIDC_SESSION_EXPIRY: "604800" }),
                        // The shipped one stays where none is set, and is not among the variables of sign-in.
                        ...("FERNET_KEY" in told && { FERNET_KEY: told["FERNET_KEY"] }),
                    });
                }
            });

            it(`The chart mounts the key files where server and migration read them (${name})`, () => {
                const secret = kubernetesSecrets.get("openmetadata-jwt-keys");
                deepEqual(secret?.data, {
                    "private_key.der": keys.privateKeyDer,
                    "public_key.der": keys.publicKeyDer,
                });
                const volume = volumes.find((candidate) => candidate.secret?.secretName === "openmetadata-jwt-keys");
                ok(volume);
                for (const { volumeMounts } of containers) {
                    deepEqual(
                        volumeMounts.filter((mount) => mount.name === volume.name).map(({ mountPath }) => mountPath),
                        ["/etc/openmetadata/jwtkeys"],
                    );
                }
            });
        });
    }

    it("values.yaml contains no secret", () => {
        for (const server of servers) {
            const [values] = exportedFiles("helm", server, { names: defaultKubernetesSecretNames, exist: false });
            for (const secret of [...Object.values(server.secrets), keys.privateKeyDer]) {
                ok(!values?.content.toString().includes(secret));
            }
        }
    });
});
