import { deepEqual, equal, ok } from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, type SingleSignOnArgs } from "../../components";
import { readConfig } from "../../config";
import { projectFolder } from "../../cli/commands/project";
import { outputOf } from "../../processes/childProcess";
import { ensureEngine } from "../../cli/engine/engine";
import { declaredBy } from "../unit/mocks";

describe("pulumi config set", function () {
    let folder: string;
    let run: (args: readonly string[]) => Promise<string>;

    before(async () => {
        const engine = await ensureEngine();
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-config-"));
        await copyFile(join(projectFolder, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
        const env = {
            ...engine.environment,
            PULUMI_STACK: "test",
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
        };
        run = async (args) => outputOf(engine.pulumi, args, { cwd: folder, env });
        await run(["stack", "init", "test", "--no-select"]);
        const values = [
            "applicationType=web",
            "openMetadataUrl=https://om.example.com",
            "auth0:domain=example.eu.auth0.com",
            "auth0:apiToken=token",
            "admins[0]=jane@example.com",
        ];
        await run(["config", "set-all", "--path", ...values.flatMap((value) => ["--plaintext", value])]);
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    /** The stack's configuration as the program reads it. */
    async function read(): Promise<SingleSignOnArgs | InvalidInput> {
        const set = JSON.parse(await run(["config", "--json", "--show-secrets"])) as Record<string, { value: string }>;
        const results: (SingleSignOnArgs | InvalidInput)[] = [];
        await declaredBy(() => {
            pulumi.runtime.setAllConfig(
                Object.fromEntries(Object.entries(set).map(([key, { value }]) => [key, value])),
            );
            try {
                results.push(readConfig());
            } catch (error) {
                ok(error instanceof InvalidInput, String(error));
                results.push(error);
            }
        });
        const [result] = results;
        ok(result);
        return result;
    }

    async function taken(): Promise<SingleSignOnArgs> {
        const result = await read();
        ok(!(result instanceof InvalidInput), result instanceof InvalidInput ? result.message : "");
        return result;
    }

    it("Values that look like YAML numbers, booleans or null are read as strings", async () => {
        await run(["config", "set", "keyId", "12345"]);
        await run(["config", "set", "clientSecretRotation", "2027"]);
        const names = ["2027", "007", "1e3", "true", "null", "2027-01", "1.50"];
        for (const [index, name] of names.entries()) {
            await run(["config", "set", "--path", `keyRotations[${index}]`, name]);
        }
        await run(["config", "set", "--path", "principalClaimsMapping.username", "email"]);
        await run(["config", "set", "--path", "principalClaimsMapping.email", "email"]);
        await run(["config", "set", "--path", "bots[0]", "2027"]);
        const { keyId, clientSecretRotation, keyRotations, principalClaimsMapping, bots } = await taken();
        equal(keyId, "12345");
        equal(clientSecretRotation, "2027");
        deepEqual(keyRotations, names);
        deepEqual(principalClaimsMapping, { username: "email", email: "email" });
        deepEqual(bots, ["2027"]);
    });

    it("A string stored as a number is rejected with a command that fixes it", async () => {
        await run(["config", "set", "--path", "--type", "float", "bots[0]", "1.50"]);
        const refused = await read();
        ok(refused instanceof InvalidInput);
        deepEqual(
            refused.problems.map(({ key }) => key),
            ["openmetadata-auth0:bots"],
        );
        const [, command = ""] = /`pulumi ([^`]+)`/.exec(refused.problems[0]?.write ?? "") ?? [];
        await run(
            command
                .replaceAll("'", "")
                .split(" ")
                .map((word) => (word === "VALUE" ? "1.50" : word)),
        );
        deepEqual((await taken()).bots, ["1.50"]);
    });
});
