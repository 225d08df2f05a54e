import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { projectFolder } from "../../../cli/commands/project";
import { startTenant } from "../../../sandbox/tenant";
import { Deployment } from "../../engine/deployment";
import { type ManagementApi, managementApi } from "../../engine/managementApi";

const web = {
    applicationType: "web",
    openMetadataUrl: "https://om.example.com",
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
};

/** A change to record: what goes before it, and the command that shows it. */
interface Scenario {
    readonly name: string;
    /** Configurations that are deployed one after the other, before. */
    readonly before: readonly Record<string, unknown>[];
    /** What somebody does in the Auth0 dashboard, between. */
    readonly byHand?: (api: ManagementApi, deployment: Deployment) => Promise<Record<string, unknown> | undefined>;
    /** The configuration that is looked at. */
    readonly config: Record<string, unknown>;
    readonly command: readonly string[];
}

const preview = ["preview"] as const;

async function addCallback(api: ManagementApi, deployment: Deployment): Promise<undefined> {
    const { clientId } = await deployment.outputs<{ clientId: string }>();
    await api.request("PATCH", `clients/${clientId}`, {
        callbacks: ["https://om.example.com/callback", "https://evil.example.net/callback"],
    });
    return undefined;
}

/** The changes that are recorded; each is one that a reviewer may meet. */
const scenarios: readonly Scenario[] = [
    { name: "newStack", before: [], config: web, command: preview },
    {
        name: "callbackAdded",
        before: [web],
        config: { ...web, openMetadataUrl: ["https://om.example.com", "https://second.example.com"] },
        command: preview,
    },
    { name: "flowSwitched", before: [web], config: { ...web, applicationType: "spa" }, command: preview },
    { name: "keyRotated", before: [web], config: { ...web, keyRotations: ["initial", "2027-01"] }, command: preview },
    { name: "secretRotated", before: [web], config: { ...web, clientSecretRotation: "2027-01" }, command: preview },
    {
        name: "adopted",
        before: [],
        byHand: async (api) => {
            const { client_id } = await api.request<{ client_id: string }>("POST", "clients", {
                name: "Clicked together",
                app_type: "regular_web",
                callbacks: ["https://om.example.com/callback", "http://localhost:8585/callback"],
                grant_types: ["authorization_code", "implicit"],
            });
            return { importClientId: client_id };
        },
        config: web,
        command: preview,
    },
    {
        name: "destroyed",
        before: [{ ...web, protect: false }],
        config: { ...web, protect: false },
        command: ["destroy", "--preview-only"],
    },
    { name: "drift", before: [web], byHand: addCallback, config: web, command: ["refresh", "--preview-only"] },
    { name: "driftUndone", before: [web], byHand: addCallback, config: web, command: ["preview", "--refresh"] },
    {
        name: "adminsChanged",
        before: [web],
        config: { ...web, admins: ["alex.poe@example.com"] },
        command: preview,
    },
    { name: "nothing", before: [web], config: web, command: preview },
    { name: "settingsChanged", before: [web], config: { ...web, selfSignup: false }, command: preview },
    {
        name: "policyViolation",
        before: [web],
        config: { ...web, additionalGrantTypes: ["password"] },
        command: ["preview", "--policy-pack", join(projectFolder, "policies")],
    },
    { name: "failure", before: [web], config: { ...web, admins: ["admin@example.com"] }, command: preview },
];

/** Whether an event says something that a review may be made of. */
function isTold(event: EngineEvent): boolean {
    const step = (event.resourcePreEvent ?? event.resOutputsEvent)?.metadata;
    if (step !== undefined) {
        return step.op !== "same" || step.type === "pulumi:pulumi:Stack";
    }
    const { severity, ephemeral } = event.diagnosticEvent ?? {};
    return severity === undefined
        ? event.preludeEvent === undefined
        : ["warning", "error"].includes(severity) && ephemeral !== true;
}

/** What of an event log is kept: all that a review is made of, and nothing that is of this machine. */
function kept(log: string, replaced: Readonly<Record<string, string>>): string {
    const events = log
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as EngineEvent)
        .filter(isTold);
    const text = events.map((event) => `${JSON.stringify({ ...event, timestamp: 0 })}\n`).join("");
    return Object.entries(replaced).reduce((sofar, [from, to]) => sofar.replaceAll(from, to), text);
}

/** Records all changes, or those that are named, with the real engine. */
async function record(names: readonly string[]): Promise<void> {
    const folder = join(__dirname, "recorded");
    await mkdir(folder, { recursive: true });
    const state = await mkdtemp(join(tmpdir(), "openmetadata-auth0-record-"));
    const tenant = await startTenant({ state, port: 0 });
    const api = await managementApi(tenant);
    for (const { name, before, byHand, config, command } of scenarios.filter(
        (scenario) => names.length === 0 || names.includes(scenario.name),
    )) {
        const deployment = await Deployment.create(tenant, "prod");
        for (const earlier of before) {
            await deployment.configure(earlier);
            await deployment.up();
        }
        const more = await byHand?.(api, deployment);
        await deployment.configure({ ...config, ...more });
        const events = join(deployment.folder, "events.json");
        await deployment.run([...command, "--event-log", events], { PULUMI_DEBUG_COMMANDS: "true" });
        const log = kept(await readFile(events, "utf8"), {
            [tenant.domain]: "example.eu.auth0.com",
            [deployment.folder]: "PROJECT",
            [projectFolder]: "PROJECT",
        });
        await writeFile(join(folder, `${name}.ndjson`), log);
        await deployment.configure({ ...config, ...more, protect: false });
        await deployment.run(["up", "--yes", "--skip-preview"]);
        await deployment.remove();
        console.log(name);
    }
    await tenant.close();
    await rm(state, { recursive: true });
}

void record(process.argv.slice(2));
