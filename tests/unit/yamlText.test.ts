import { deepEqual, equal, rejects } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { EnvironmentStack } from "../../cli/commands/estate/environmentStack";
import { checkedResources } from "../../cli/commands/estate/operator/run";
import { filesOf } from "../../cli/commands/init/files";
import { yamlText } from "../../cli/commands/yamlText";

describe("YAML for other programs", () => {
    const folder = mkdtempSync(join(tmpdir(), "openmetadata-auth0-yaml-"));
    const environment = {
        stack: "prod",
        tenant: { domain: "example.eu.auth0.com", clientId: "CLIENT_ID", clientSecret: "CLIENT_SECRET" },
        config: {
            applicationType: "web",
            openMetadataUrl: "https://prod.example.com",
            admins: ["jane.doe@example.com"],
            clientSecretRotation: "2027-01-01",
            keyRotations: ["initial", "2027-01-01", "1_000"],
        },
    };

    after(() => {
        rmSync(folder, { recursive: true });
    });

    /** As Pulumi's engine and Kubernetes read it, which know YAML 1.1 as well. */
    function readAgain(text: string): Record<string, unknown> {
        return parse(text, { version: "1.1" }) as Record<string, unknown>;
    }

    it("A string that is a date, a number or a truth value in YAML 1.1 is in quotes", () => {
        const strings = ["2027-01-01", "2027-01-01T00:00:00Z", "1_000", "0b11", "0123", "12:30", "on", "y", "~", "<<"];
        deepEqual(readAgain(yamlText({ strings })), { strings });
    });

    it("The file of an environment's stack has the names of versions as the estate has them", async () => {
        const engine = { pulumi: "false", environment: {} };
        const stack = new EnvironmentStack(environment, folder, engine as never);
        await rejects(stack.run({ action: "preview", refresh: false, policies: { packs: [], configs: [] } }));
        const { config } = readAgain(readFileSync(join(folder, "Pulumi.prod.yaml"), "utf8"));
        const { clientSecretRotation, keyRotations } = environment.config;
        const written = config as Record<string, unknown>;
        equal(written["openmetadata-auth0:clientSecretRotation"], clientSecretRotation);
        deepEqual(written["openmetadata-auth0:keyRotations"], keyRotations);
    });

    it("Stacks for the Pulumi Kubernetes Operator read the same as YAML 1.1 and as YAML 1.2", () => {
        const file = join(folder, "environments.yaml");
        const spec = { projectRepo: "https://github.com/example/auth0", branch: "on", backend: "s3://example-state" };
        writeFileSync(file, stringify({ environments: [environment], operator: { secret: "auth0", spec } }));
        const text = checkedResources(file);
        deepEqual(readAgain(text), parse(text));
    });

    it("The Pulumi.yaml of init has the project's name as it was given", () => {
        const files = filesOf({
            name: "on",
            stack: "dev",
            applicationType: "web",
            customDomain: undefined,
            serverUrl: "https://openmetadata.example.com",
            admins: ["jane.doe@example.com"],
            backend: "file://~",
            ci: "none",
        });
        equal(readAgain(files["Pulumi.yaml"] ?? "")["name"], "on");
    });
});
