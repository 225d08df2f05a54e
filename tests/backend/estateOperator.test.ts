import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse, parseAllDocuments, stringify } from "yaml";
import { checkedResources, resourcesIn } from "../../cli/commands/estate/operator/run";
import type { StackResource } from "../../cli/commands/estate/operator/resource";
import { projectFolder } from "../../cli/commands/project";
import { environmentOf } from "./estateFile";

const upstream = join(projectFolder, "tests", "deployment", "upstream", "pulumi-kubernetes-operator");

/** What Kubernetes takes of a schema, and what it drops without a word is refused besides: a misspelled name. */
function strict(schema: unknown): unknown {
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
        return Array.isArray(schema) ? schema.map(strict) : schema;
    }
    const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)] as const);
    return {
        ...Object.fromEntries(entries),
        ...("properties" in schema &&
            !("additionalProperties" in schema) &&
            !("x-kubernetes-preserve-unknown-fields" in schema) && { additionalProperties: false }),
    };
}

describe("estate operator", () => {
    const folder = mkdtempSync(join(tmpdir(), "openmetadata-auth0-operator-"));
    const spec = {
        projectRepo: "https://github.com/example/openmetadata-auth0",
        branch: "main",
        backend: "s3://example-pulumi-state?region=eu-central-1",
    };
    const section = { secret: "openmetadata-auth0", spec };

    after(async () => {
        await rm(folder, { recursive: true });
    });

    function written(content: object): string {
        const file = join(folder, "environments.yaml");
        writeFileSync(file, stringify(content));
        return file;
    }

    function resourcesOf(operator: object, environments = [environmentOf("prod-eu")]): StackResource[] {
        return parseAllDocuments(checkedResources(written({ environments, operator }))).map(
            (document) => document.toJS() as StackResource,
        );
    }

    /** Stacks whose `spec` was edited by hand, read again. */
    function edited(...specs: readonly object[]): StackResource[] {
        const [first] = resourcesOf(section);
        ok(first);
        const all = specs.map((changes, index) => ({
            ...first,
            metadata: { name: `prod-${index}` },
            spec: { ...first.spec, ...changes },
        }));
        return read(all.map((resource) => stringify(resource)).join("---\n"));
    }

    function read(stacks: string): StackResource[] {
        const file = join(folder, "stacks.yaml");
        writeFileSync(file, stacks);
        return resourcesIn(file);
    }

    it("Generated Stacks match the Pulumi Kubernetes Operator's schema and use no unknown field", () => {
        const ajv = new Ajv({ strict: false, validateFormats: false });
        const schema = JSON.parse(readFileSync(join(upstream, "stack.v1.json"), "utf8")) as {
            properties: Record<string, unknown>;
        };
        // Kubernetes itself looks at these.
        schema.properties["metadata"] = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
        const validate = ajv.compile(strict(schema) as object);
        const resources = resourcesOf(
            {
                ...section,
                namespace: "pulumi",
                variables: ["AWS_ACCESS_KEY_ID"],
                prerequisites: { "prod-eu": ["Staging_EU"] },
                spec: { ...spec, secretsProvider: "awskms://alias/pulumi", serviceAccountName: "pulumi", repoDir: "." },
            },
            [
                environmentOf("Staging_EU"),
                environmentOf("prod-eu", { secrets: { fernetKey: "KEY", "openmetadata:token": "TOKEN" } }),
            ],
        );
        equal(resources.length, 2);
        for (const resource of resources) {
            ok(validate(resource), ajv.errorsText(validate.errors));
        }
        const [, prod] = resources;
        ok(!validate({ ...prod, spec: { ...prod?.spec, resyncFrequencySecond: 60 } }), "it is not strict");
        const reference = (key: string) => ({ type: "Secret", secret: { name: "openmetadata-auth0", key } });
        deepEqual(prod, {
            apiVersion: "pulumi.com/v1",
            kind: "Stack",
            metadata: { name: "prod-eu", namespace: "pulumi" },
            spec: {
                ...spec,
                stack: "prod-eu",
                repoDir: ".",
                secretsProvider: "awskms://alias/pulumi",
                serviceAccountName: "pulumi",
                refresh: true,
                continueResyncOnCommitMatch: true,
                resyncFrequencySeconds: 3600,
                config: {
                    "auth0:domain": "example.eu.auth0.com",
                    "openmetadata-auth0:applicationType": "web",
                    "openmetadata-auth0:openMetadataUrl": "https://prod-eu.example.com",
                    "openmetadata-auth0:admins": ["jane.doe@example.com"],
                    "openmetadata-auth0:protect": "false",
                },
                secretsRef: {
                    "openmetadata-auth0:fernetKey": reference("KEY"),
                    "openmetadata:token": reference("TOKEN"),
                },
                envRefs: {
                    AWS_ACCESS_KEY_ID: reference("AWS_ACCESS_KEY_ID"),
                    AUTH0_CLIENT_ID: reference("TEAM_CLIENT_ID"),
                    AUTH0_CLIENT_SECRET: reference("TEAM_CLIENT_SECRET"),
                },
                prerequisites: [{ name: "staging-eu" }],
            },
        });
    });

    it("Stacks reference the credentials that their backend needs", () => {
        const wanted = (more: object): string[] => {
            const [resource] = resourcesOf({ ...section, spec: { ...spec, ...more } });
            return Object.keys(resource?.spec["envRefs"] as object).filter((name) => !name.startsWith("AUTH0_"));
        };
        deepEqual(wanted({ backend: "https://api.pulumi.com" }), ["PULUMI_ACCESS_TOKEN"]);
        deepEqual(wanted({ backend: "postgres://pulumi@db.example.com/pulumi" }), [
            "PGPASSWORD",
            "PULUMI_CONFIG_PASSPHRASE",
        ]);
        deepEqual(wanted({ secretsProvider: "awskms://alias/pulumi" }), []);
        deepEqual(wanted({ resyncFrequencySeconds: 600 }), ["PULUMI_CONFIG_PASSPHRASE"]);
        equal(resourcesOf({ ...section, spec: { ...spec, refresh: false } })[0]?.spec["refresh"], false);
    });

    it("All mistakes for the operator are reported at once, without secret values", () => {
        const literal = { type: "Literal", literal: { value: "hunter2" } };
        const operator = {
            secret: "Not A Name",
            prerequisites: { nobody: ["prod-eu"], "prod-eu": ["nothing"] },
            spec: { branch: "main", commit: "abc", envRefs: { AUTH0_API_TOKEN: literal } },
        };
        const environments = [
            environmentOf("prod-eu", { secrets: { fernetKei: "KEY" } }),
            environmentOf("prod-us", { config: { applicationType: "wep" } }),
        ];
        throws(
            () => checkedResources(written({ environments, operator })),
            ({ message }: Error) => {
                for (const line of [
                    /^prod-eu: secrets\.fernetKei: there is no such secret/m,
                    /^prod-us: openmetadata-auth0:applicationType: /m,
                    /^operator\.secret: "Not A Name" is not a valid Kubernetes Secret name/m,
                    /^operator\.prerequisites: no environment has the stack nobody\./m,
                    /^every Stack: spec\.backend: is missing/m,
                    /^every Stack: spec\.projectRepo: is missing/m,
                    /^every Stack: spec\.envRefs\.AUTH0_API_TOKEN: is a secret in plain text/m,
                    /^prod-eu: spec\.prerequisites: there is no Stack nothing\./m,
                ]) {
                    match(message, line);
                }
                ok(!message.includes("hunter2"));
                return true;
            },
        );
        throws(
            () => resourcesOf({ secret: "s", spec, backend: "x" }),
            /^operator\.backend: there is no such key\. Remove it, or write one of namespace, secret/m,
        );
        throws(
            () => checkedResources(written({ environments: [environmentOf("prod-eu")] })),
            /operator: is missing\. Write the section/,
        );
        throws(
            () => resourcesOf(section, [environmentOf("prod_eu"), environmentOf("prod-eu")]),
            /^prod-eu: appears more than once/m,
        );
    });

    describe("Stacks edited by hand", () => {
        const secret = "hunter2";
        const literal = { type: "Literal", literal: { value: secret } };
        const reference = { type: "Secret", secret: { name: "s", key: "k" } };
        const mistakes: Readonly<Record<string, readonly [object, RegExp]>> = {
            "has no backend": [{ backend: undefined }, /spec\.backend: is missing/],
            "stores its state in the pod": [{ backend: "file:///state" }, /spec\.backend: is a folder in the pod/],
            "has a password in the backend's URL": [
                {
                    backend: `postgres://pulumi:${secret}@db/pulumi`,
                    secretsProvider: "hashivault://pulumi",
                    envRefs: { PGPASSWORD: reference },
                },
                /spec\.backend: has a password in its URL/,
            ],
            "has a token in the URL of projectRepo": [
                { projectRepo: `https://x:${secret}@github.com/example/o` },
                /spec\.projectRepo: has a password in its URL/,
            ],
            "lacks PULUMI_CONFIG_PASSPHRASE": [{ envRefs: {} }, /spec\.envRefs\.PULUMI_CONFIG_PASSPHRASE: is missing/],
            "has no projectRepo": [{ projectRepo: undefined }, /spec\.projectRepo: is missing/],
            "has neither branch nor commit": [
                { branch: undefined },
                /spec\.branch: is missing, and so is spec\.commit/,
            ],
            "has both branch and commit": [{ commit: "abc" }, /spec\.branch: is set together with spec\.commit/],
            "has fernetKey in config": [
                { config: { "openmetadata-auth0:fernetKey": secret } },
                /spec\.config\.openmetadata-auth0:fernetKey: is a secret in plain text/,
            ],
            "has auth0:clientSecret in config": [
                { config: { "auth0:clientSecret": secret } },
                /spec\.config\.auth0:clientSecret: is a secret in plain text/,
            ],
            "uses the plain-text field secrets": [
                { secrets: { "openmetadata:token": secret } },
                /spec\.secrets\.openmetadata:token: is a secret in plain text/,
            ],
            "has a literal in secretsRef": [
                { secretsRef: { "openmetadata:token": literal } },
                /spec\.secretsRef\.openmetadata:token: is a secret in plain text/,
            ],
            "has the passphrase as a literal in envRefs": [
                { envRefs: { PULUMI_CONFIG_PASSPHRASE: literal } },
                /spec\.envRefs\.PULUMI_CONFIG_PASSPHRASE: is a secret in plain text/,
            ],
            "has the Git access token as a literal": [
                { gitAuth: { accessToken: literal } },
                /spec\.gitAuth\.accessToken: is a secret in plain text/,
            ],
            "has a secret in the environment of its pod": [
                {
                    workspaceTemplate: {
                        spec: {
                            podTemplate: {
                                spec: { containers: [{ env: [{ name: "AUTH0_CLIENT_SECRET", value: secret }] }] },
                            },
                        },
                    },
                },
                /\(AUTH0_CLIENT_SECRET\): is a secret in plain text/,
            ],
            "has an unknown Stack as a prerequisite": [
                { prerequisites: [{ name: "nobody" }] },
                /spec\.prerequisites: there is no Stack nobody/,
            ],
            "has itself as a prerequisite": [
                { prerequisites: [{ name: "prod-0" }] },
                /spec\.prerequisites: the Stack waits for itself/,
            ],
        };

        for (const [name, [changes, message]] of Object.entries(mistakes)) {
            it(`A Stack is rejected if it ${name}`, () => {
                throws(
                    () => edited(changes),
                    (error: Error) => {
                        const [title, line = "", ...others] = error.message.split("\n");
                        equal(title, `Fix ${join(folder, "stacks.yaml")}:`);
                        match(line, message);
                        deepEqual(others, []);
                        ok(!error.message.includes(secret));
                        return true;
                    },
                );
            });
        }

        it("Valid Stacks may have literals that are not secret", () => {
            const { envRefs } = resourcesOf(section)[0]?.spec as { envRefs: object };
            const region = { type: "Literal", literal: { value: "eu-central-1" } };
            equal(
                edited({ envRefs: { ...envRefs, AWS_REGION: region } }, { prerequisites: [{ name: "prod-0" }] }).length,
                2,
            );
        });

        it("Stacks with circular prerequisites are rejected", () => {
            throws(
                () => edited({ prerequisites: [{ name: "prod-1" }] }, { prerequisites: [{ name: "prod-0" }] }),
                /^every Stack: spec\.prerequisites: the Stack waits for itself/m,
            );
        });

        it("A file without a Stack or with invalid YAML is rejected", () => {
            throws(() => read("kind: Secret\n"), /there is no Stack of pulumi\.com\/v1 in it/);
            throws(
                () => read(`spec: {\n  token: ${secret}\n`),
                ({ message }: Error) => {
                    match(message, /stacks\.yaml is not valid YAML: line 3, column 1 \(BAD_INDENT\)\. Correct it/);
                    ok(!message.includes(secret));
                    return true;
                },
            );
        });
    });

    it("The example in docs/many-environments.md generates a valid Stack", () => {
        const page = readFileSync(join(projectFolder, "docs", "many-environments.md"), "utf8");
        const [, example = ""] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
        const file = join(folder, "example.yaml");
        writeFileSync(file, example);
        const stack = parse(checkedResources(file)) as StackResource;
        equal(stack.spec["backend"], "s3://example-pulumi-state?region=eu-central-1");
        equal(read(stringify(stack)).length, 1);
    });
});
