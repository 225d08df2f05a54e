import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeExport } from "../../cli/commands/export/exportFolder";
import { exportedFiles } from "../../cli/commands/export/formats";
import { environmentOf } from "../../openmetadata/renderings/environment";
import { defaultKubernetesSecretNames } from "../../openmetadata/renderings/kubernetesSecrets";
import { runProcess } from "../../processes/childProcess";
import { servers } from "./deployments";
import { ensureGoTool } from "../../cli/engine/goTool";
import { compose as composeTool } from "../goTools/goTools";

/** Some of what the quickstart hands on to both services: a fixed list, with OpenMetadata's defaults. */
const quickstartVariables = {
    OPENMETADATA_CLUSTER_NAME: "${OPENMETADATA_CLUSTER_NAME:-openmetadata}",
    AUTHORIZER_ADMIN_PRINCIPALS: "${AUTHORIZER_ADMIN_PRINCIPALS:-[admin]}",
    AUTHENTICATION_PROVIDER: "${AUTHENTICATION_PROVIDER:-basic}",
    AUTHENTICATION_PUBLIC_KEYS: "${AUTHENTICATION_PUBLIC_KEYS:-[http://localhost:8585/api/v1/system/config/jwks]}",
    OIDC_SCOPE: '${OIDC_SCOPE:-"openid email profile"}',
    RSA_PRIVATE_KEY_FILE_PATH: '${RSA_PRIVATE_KEY_FILE_PATH:-"./conf/private_key.der"}',
    JWT_KEY_ID: '${JWT_KEY_ID:-"Gb389a-9f76-gdjs-a92j-0242bk94356"}',
};

/** The quickstart's structure, as far as sign-in goes. */
const quickstart = {
    name: "openmetadata",
    services: {
        "execute-migrate-all": {
            image: "docker.getcollate.io/openmetadata/server:1.13.1",
            environment: quickstartVariables,
            volumes: ["./logs:/opt/openmetadata/logs"],
        },
        "openmetadata-server": {
            image: "docker.getcollate.io/openmetadata/server:1.13.1",
            environment: quickstartVariables,
            depends_on: { "execute-migrate-all": { condition: "service_completed_successfully" } },
        },
        ingestion: { image: "docker.getcollate.io/openmetadata/ingestion:1.13.1" },
    },
};

interface Service {
    readonly environment: Record<string, string>;
    readonly volumes: readonly { readonly type: string; readonly source: string; readonly target: string }[];
}

describe("Docker Compose override", function () {
    let compose: string;
    let folder: string;

    before(async () => {
        compose = await ensureGoTool(composeTool);
    });
    beforeEach(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-compose-"));
        await writeFile(join(folder, "docker-compose.yml"), stringify(quickstart));
    });
    afterEach(async () => {
        await rm(folder, { recursive: true });
    });

    async function merged(environment: string): Promise<{ stdout: string; stderr: string }> {
        return runProcess(compose, [environment, "docker-compose.yml", "docker-compose.auth0.yml"], { cwd: folder });
    }

    for (const server of servers) {
        it(`The override gives migration and server all variables and key files (${server.name})`, async () => {
            const names = { names: defaultKubernetesSecretNames, exist: false };
            const files = exportedFiles("compose", server, names);
            await writeExport(folder, { format: "compose", server: server.serverUrl }, files);

            const { stdout, stderr } = await merged("openmetadata.env");
            equal(stderr, "");
            const { services } = JSON.parse(stdout) as { services: Record<string, Service> };
            for (const name of ["execute-migrate-all", "openmetadata-server"]) {
                deepEqual(sorted(services[name]?.environment ?? {}), {
                    ...sorted({
                        OPENMETADATA_CLUSTER_NAME: "openmetadata",
                        // A SPA is not told of it, so that the quickstart's own default stays.
                        OIDC_SCOPE: '"openid email profile"',
                        ...environmentOf(server.settings, server.secrets),
                    }),
                });
                const keys = services[name]?.volumes.filter(({ target }) => target === "/etc/openmetadata/jwtkeys");
                deepEqual(
                    keys?.map(({ type, source }) => ({ type, source })),
                    [{ type: "bind", source: join(folder, "jwtkeys") }],
                );
            }
            equal(services["execute-migrate-all"]?.volumes.length, 2);
            deepEqual(Object.keys(services).sort(), Object.keys(quickstart.services).sort());
        });
    }

    it("Compose stops if the environment file is missing", async () => {
        const [server] = servers;
        if (server === undefined) {
            throw new Error("There is no server to test with.");
        }
        const files = exportedFiles("compose", server, { names: defaultKubernetesSecretNames, exist: false });
        await writeExport(folder, { format: "compose", server: server.serverUrl }, files);
        match((await merged("")).stderr, /is not set: pass --env-file/);
    });
});

function sorted(environment: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1)));
}
