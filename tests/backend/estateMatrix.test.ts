import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { parse, parseAllDocuments, stringify } from "yaml";
import type { Environment } from "../../cli/commands/estate/environment";
import { checkEnvironment, readEstate } from "../../cli/commands/estate/environments";
import type { Outcome } from "../../cli/commands/estate/estate";
import { markdownOfEstate } from "../../cli/commands/estate/markdown";
import { matrixOf } from "../../cli/commands/estate/matrix";
import { inShard, readShard, shardsOf } from "../../cli/commands/estate/shard";
import { projectFolder } from "../../cli/commands/project";
import { outputOf, runProcess } from "../../processes/childProcess";
import { environmentOf } from "./estateFile";

function estate(count: number): Environment[] {
    return Array.from({ length: count }, (_item, index) => environmentOf(`team-${index + 1}`) as Environment);
}

describe("Estate shards", () => {
    it("Shards of equal size contain each environment exactly once", () => {
        for (const [count, wanted] of [
            [12, 3],
            [10, 4],
            [2, 5],
            [1, 1],
        ] as const) {
            const all = estate(count);
            const parts = shardsOf(all, wanted).map((shard) => inShard(all, shard));
            deepEqual(new Set(parts.flat()), new Set(all));
            equal(parts.flat().length, count);
            const sizes = parts.map(({ length }) => length);
            ok(Math.min(...sizes) > 0 && Math.max(...sizes) - Math.min(...sizes) <= 1, String(sizes));
        }
    });

    it("--shard accepts NUMBER/TOTAL and rejects anything else", () => {
        deepEqual(readShard("2/3"), { number: 2, of: 3 });
        for (const text of ["", "3", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1.5/3", " 1/3"]) {
            throws(() => readShard(text), /--shard takes a shard and the number of shards, such as 1\/3/, text);
        }
    });
});

describe("estate matrix", () => {
    it("The matrix has one job per environment, or as many as --shards requests", () => {
        const github = (count?: number) =>
            (matrixOf(estate(4), "github", count) as { include: Record<string, string>[] }).include;
        deepEqual(github(3), [
            { shard: "1/3", stacks: "team-1 team-4", variables: "TEAM_CLIENT_ID TEAM_CLIENT_SECRET" },
            { shard: "2/3", stacks: "team-2", variables: "TEAM_CLIENT_ID TEAM_CLIENT_SECRET" },
            { shard: "3/3", stacks: "team-3", variables: "TEAM_CLIENT_ID TEAM_CLIENT_SECRET" },
        ]);
        equal(github().length, 4);
        deepEqual(matrixOf(estate(3), "gitlab", 2), [
            { SHARD: "1/2", STACKS: "team-1 team-3" },
            { SHARD: "2/2", STACKS: "team-2" },
        ]);
    });

    it("The matrix respects the job limits of GitHub and GitLab", () => {
        throws(
            () => matrixOf(estate(300), "github"),
            /has at most 256 jobs, and this one would have 300\. Set --shards/,
        );
        throws(() => matrixOf(estate(300), "gitlab", 250), /GitLab has at most 200 jobs, and this one would have 250/);
        for (const { STACKS = "" } of matrixOf(estate(300), "gitlab", 2) as Record<string, string>[]) {
            // The job's name, with its own in front, has no more than 255 characters.
            ok(STACKS.length < 200, STACKS);
        }
    });

    it("estate matrix needs no secret values and checks all other configuration", async () => {
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-matrix-"));
        const file = join(folder, "environments.yaml");
        const read = () =>
            readEstate(file, ({ environments }) =>
                environments.flatMap((environment) => checkEnvironment(environment, false)),
            ).environments;
        const secrets = { fernetKey: "UNSET_KEY", privateKey: "UNSET_PEM", "openmetadata:token": "UNSET_TOKEN" };
        await writeFile(file, stringify({ environments: [environmentOf("one", { secrets })] }));
        equal(read().length, 1);
        const config = { applicationType: "wep", openMetadataUrl: "https://om.example.com" };
        await writeFile(file, stringify({ environments: [environmentOf("one", { secrets, config })] }));
        throws(read, ({ message }: Error) => {
            match(message, /^one: openmetadata-auth0:applicationType: /m);
            match(message, /^one: openmetadata-auth0:admins: /m);
            ok(!message.includes("fernetKey"), message);
            return true;
        });
        await rm(folder, { recursive: true });
    });
});

describe("Estate summary for pull requests", () => {
    const events = readFileSync(join(__dirname, "..", "cli", "review", "recorded", "callbackAdded.ndjson"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as EngineEvent);
    const changed = (stack: string): Outcome => ({
        stack,
        result: "done",
        changes: { update: 1, same: 9 },
        events,
        seconds: 3,
    });
    const outcomes: Outcome[] = [
        changed("team-1"),
        { stack: "team-2", result: "unchanged" },
        { stack: "team-3", result: "failed", reason: "no | such `connection`" },
    ];

    it("The preview summary lists failures first, then each stack's changes", () => {
        const text = markdownOfEstate("preview", outcomes, { number: 2, of: 3 });
        match(
            text,
            /^## Shard 2\/3: 1 failed, 1 to change, 1 unchanged\n\n- `team-3` \*\*failed\*\*: `no \\u007c such 'connection'`\n/,
        );
        match(text, /\nUnchanged: `team-2`\n\n### Stack `team-1`: 1 to create, 1 to update\n/);
        match(text, /\*\*What it means\*\*/);
    });

    it("The summary of an up counts each stack's changes", () => {
        const text = markdownOfEstate("up", outcomes, { number: 1, of: 1 });
        match(text, /^## Estate: 1 failed, 1 changed, 1 unchanged\n/);
        match(text, /\n- `team-1`: 1 update, 9 same$/);
    });

    it("A summary of 200 failures fits into one comment with shortened reasons", () => {
        const all = Array.from({ length: 200 }, (_item, index): Outcome => {
            return { stack: `team-${index}`, result: "failed", reason: "long ".repeat(500) };
        });
        const text = markdownOfEstate("up", all, { number: 1, of: 2 });
        ok(text.length < 65_536 / 2, String(text.length));
        match(text, /^- `team-199` \*\*failed\*\*: `long long [long ]+…`$/m);
    });

    it("The summaries of all shards fit into one comment and list stacks without details", () => {
        const all = Array.from({ length: 300 }, (_item, index) => changed(`team-${index}`));
        const text = markdownOfEstate("preview", all, { number: 1, of: 3 });
        ok(text.length < 65_536 / 3, String(text.length));
        match(text, /### Stack `team-0`: 1 to create, 1 to update/);
        match(
            text,
            /There is no room for the details of:\n\n(- `team-\d+`: 1 update, 9 same\n)+- `team-299`: 1 update, 9 same$/,
        );
    });
});

describe("Estate pipeline on GitLab", () => {
    interface GitlabJob {
        readonly script?: readonly string[];
        readonly extends?: string;
        readonly resource_group?: string;
        readonly rules?: readonly unknown[];
        readonly trigger?: { readonly strategy?: string; readonly include: readonly Record<string, string>[] };
    }
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-gitlab-"));
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    async function jobsOf(name: string): Promise<Record<string, GitlabJob>> {
        const documents = parseAllDocuments(await readFile(join(projectFolder, ".gitlab", name), "utf8"), {
            merge: true,
        });
        return documents.at(-1)?.toJS() as Record<string, GitlabJob>;
    }

    it("The pipeline starts a child pipeline from the matrix and waits for it", async () => {
        const jobs = await jobsOf("estate.yml");
        const up = jobs["estate up"];
        deepEqual([up?.resource_group, up?.trigger?.strategy], ["estate", "depend"]);
        deepEqual(up?.trigger?.include, [
            { artifact: "shards.yml", job: "estate shards" },
            { local: ".gitlab/estateShards.yml" },
        ]);

        const file = join(folder, "environments.yaml");
        await writeFile(file, stringify({ environments: estate(3) }));
        const script = (jobs["estate shards"]?.script ?? []).filter((line) => /matrix/.test(line)).join("\n");
        await writeFile(join(folder, "Pulumi.yaml"), "name: openmetadata-auth0\nruntime: nodejs\n");
        await outputOf("sh", ["-ec", script.replaceAll("cli/commands", join(projectFolder, "cli/commands"))], {
            cwd: folder,
            env: { FILE: file, SHARDS: "2" },
        });
        deepEqual(parse(await readFile(join(folder, "shards.yml"), "utf8")), {
            ".shards": {
                parallel: {
                    matrix: [
                        { SHARD: "1/2", STACKS: "team-1 team-3" },
                        { SHARD: "2/2", STACKS: "team-2" },
                    ],
                },
            },
        });
        const { environments, summary } = await jobsOf("estateShards.yml");
        // Without rules, they would be no part of what a merge request's pipeline starts.
        deepEqual([environments?.rules, summary?.rules], [[{ when: "on_success" }], [{ when: "always" }]]);
        equal(environments?.extends, ".shards");
        ok(environments.script?.some((line) => line.includes('estate "$ACTION" --file "$FILE" --shard "$SHARD"')));
    });

    it("The pipeline posts one comment for all shards and updates it on the next push", async () => {
        const notes: { id: number; body: string }[] = [{ id: 1, body: "Somebody's own" }];
        const asked: string[] = [];
        const server = createServer((request, response) => {
            let text = "";
            request.on("data", (data: Buffer) => (text += data.toString()));
            request.on("end", () => {
                const { pathname, searchParams } = new URL(request.url ?? "", "http://gitlab");
                asked.push(`${request.method ?? ""} ${pathname} ${String(request.headers["private-token"])}`);
                const page = Number(searchParams.get("page") ?? 1);
                if (request.method === "GET") {
                    // One on each page.
                    response.setHeader("x-next-page", page < notes.length ? page + 1 : "");
                    response.end(JSON.stringify(notes.slice(page - 1, page)));
                    return;
                }
                const { body } = JSON.parse(text) as { body: string };
                const id = Number(pathname.split("/").at(-1));
                const known = notes.find((note) => note.id === id);
                if (known === undefined) {
                    notes.push({ id: notes.length + 1, body });
                } else {
                    known.body = body;
                }
                response.end("{}");
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const environment = {
            CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
            CI_PROJECT_ID: "5",
            MERGE_REQUEST: "7",
            GITLAB_COMMENT_TOKEN: "token",
        };
        const script = ((await jobsOf("estateShards.yml"))["summary"]?.script ?? [])
            .join("\n")
            .replaceAll(".gitlab/", join(projectFolder, ".gitlab/"));
        const run = (env: object = {}) =>
            runProcess("sh", ["-ec", script], { cwd: folder, env: { ...environment, ...env } });
        try {
            for (const word of ["first", "second"]) {
                for (const shard of [1, 2, 10]) {
                    await writeFile(join(folder, `shard-${shard}.md`), `## Shard ${shard}: ${word}\n`);
                }
                const { exitCode, all } = await run();
                equal(exitCode, 0, all);
            }
            deepEqual(
                notes.map(({ body }) => body),
                [
                    "Somebody's own",
                    "<!-- preview of the estate -->\n## Shard 1: second\n## Shard 2: second\n## Shard 10: second\n",
                ],
            );
            ok(asked.every((one) => / \/api\/v4\/projects\/5\/merge_requests\/7\/notes(?:\/2)? token$/.test(one)));

            const before = asked.length;
            match((await run({ GITLAB_COMMENT_TOKEN: "" })).all, /No comment: GITLAB_COMMENT_TOKEN is not set/);
            equal((await run({ MERGE_REQUEST: "" })).exitCode, 0);
            equal(asked.length, before);
        } finally {
            server.close();
        }
    });
});
