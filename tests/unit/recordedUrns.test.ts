import { equal } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { Auth0Application, SingleSignOn } from "../../components";
import { readConfig } from "../../config";
import { projectFolder } from "../../cli/commands/project";
import { changesInStacksSince } from "../../tools/release/changelog";
import { upgradeCases } from "../upgrade/cases";
import { recordedFile, recordings, type Recording } from "../upgrade/recording";
import { nameIn, type Registered, registeredBy } from "../upgrade/registered";

const changelog = readFileSync(join(projectFolder, "CHANGELOG.md"), "utf8");
const load = createRequire(__filename);

/** The configuration of a recorded stack, as Pulumi gives it to the program, with other secrets. */
function configOf(recording: Recording): Record<string, string> {
    const { config } = parse(recordedFile(recording, "config")) as { config?: Record<string, unknown> };
    const secrets = upgradeCases.find(({ name }) => name === recording.name)?.secrets?.() ?? {};
    const values = Object.entries(config ?? {}).map(([key, value]) => [
        key,
        secrets[key.split(":")[1] ?? ""] ?? (typeof value === "string" ? value : JSON.stringify(value)),
    ]);
    return {
        ...(Object.fromEntries(values) as Record<string, string>),
        "auth0:domain": "example.eu.auth0.com",
        "auth0:clientId": "id",
        "auth0:clientSecret": "provider-secret",
    };
}

/** What the program of a recorded stack registers today. */
async function registeredToday(recording: Recording): Promise<Registered[]> {
    const own = join(recording.folder, "index.ts");
    return registeredBy(() => {
        pulumi.runtime.setAllConfig(configOf(recording));
        if (existsSync(own)) {
            load(own);
        } else {
            new SingleSignOn("openmetadata", readConfig());
        }
    });
}

/** What was registered when the stack was recorded. */
function registeredThen(recording: Recording): string[] {
    const { deployment } = JSON.parse(recordedFile(recording, "state")) as {
        deployment: { resources: { type: string; urn: string }[] };
    };
    return deployment.resources
        .filter(({ type }) => type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:"))
        .map(({ urn }) => nameIn(urn));
}

/** How types, parents and names of today miss those that were recorded; empty where an upgrade finds all again. */
function differences(then: readonly string[], today: readonly Registered[], version: string): string {
    const found = new Set(today.flatMap(({ name, aliases }) => [name, ...aliases]));
    const lost = then.filter((name) => !found.has(name));
    const named = changesInStacksSince(changelog, version);
    const added = today
        .filter(({ name, aliases }) => ![name, ...aliases].some((known) => then.includes(known)))
        .map(({ name }) => name)
        .filter((name) => !named.includes(`create ${/(?<type>\w+)::/.exec(name)?.groups?.["type"] ?? ""}`));
    const list = (title: string, names: readonly string[], whatToDo: string) =>
        names.length === 0 ? [] : [title, ...names.map((name) => `    ${name}`), whatToDo];
    return [
        ...list(
            `An upgrade from ${version} would delete:`,
            lost,
            "The type, the name or a parent of these was changed. Change it back, or give what takes their place " +
                "`aliases: [{ name, type, parent }]` with what it was before, and keep them: stacks of that version are " +
                "upgraded for years.",
        ),
        ...list(
            `An upgrade from ${version} would create:`,
            added,
            'If these take no other\'s place, write "- `create TYPE`: why" under `### In existing stacks` in CHANGELOG.md.',
        ),
    ].join("\n");
}

describe("Resources of recorded deployments", () => {
    const environment = { ...process.env };
    beforeEach(() => {
        Reflect.deleteProperty(process.env, "OPENMETADATA_TOKEN");
    });
    afterEach(() => {
        Object.assign(process.env, environment);
    });

    for (const recording of recordings()) {
        it(`An upgrade from ${recording.version} keeps the resources of ${recording.name}`, async () => {
            const told = differences(registeredThen(recording), await registeredToday(recording), recording.version);
            equal(told, "", told);
        });
    }

    it("An upgrade from 0.1.0 keeps the resources of a running server", async () => {
        const today = await registeredBy(() => {
            new SingleSignOn("openmetadata", {
                applicationType: "spa",
                domain: "example.eu.auth0.com",
                serverUrls: ["https://om.example.com"],
                admins: ["jane.doe@example.com"],
                serverTokens: { "https://om.example.com": "token" },
                bots: ["ingestion-bot", "profiler-bot"],
            });
        });
        const server = "openmetadata-auth0:index:SingleSignOn$openmetadata-auth0:index:OpenMetadataServer";
        const told = differences(
            [
                `${server}::openmetadata-om.example.com`,
                `${server}$openmetadata-server:index:SecurityConfiguration::openmetadata-om.example.com`,
                `${server}$openmetadata-server:index:DefaultAdminRemoval::openmetadata-om.example.com`,
                `${server}$openmetadata-server:index:BotToken::openmetadata-om.example.com-ingestion-bot`,
                `${server}$openmetadata-server:index:BotToken::openmetadata-om.example.com-profiler-bot`,
            ],
            today.filter(({ name }) => name.startsWith(server)),
            "0.1.0",
        );
        equal(told, "", told);
    });

    it("An alias keeps a renamed resource and those below it", async () => {
        const today = await registeredBy(() => {
            new Auth0Application(
                "sign-in",
                { applicationType: "spa", serverUrls: ["https://om.example.com"] },
                { aliases: [{ name: "openmetadata" }] },
            );
        });
        const type = "openmetadata-auth0:index:Auth0Application";
        const then = [`${type}::openmetadata`, `${type}$auth0:index/client:Client::openmetadata`];
        equal(differences(then, today, "0.1.0"), "");
    });
});
