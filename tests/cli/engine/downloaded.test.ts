import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { outputOf } from "../../../processes/childProcess";
import { type Archive, archives, archivesVersion } from "../../../cli/engine/archives";
import { downloadedSource } from "../../../cli/engine/downloaded";
import { ensureEngine } from "../../../cli/engine/engine";
import { pulumiVersion } from "../../../cli/engine/versions";
import { Sayings, temporaryFolder, writeProgram } from "./support";

describe("Official engine download", () => {
    const folder = temporaryFolder();
    const cache = () => path.join(folder.path, "cache");
    let server: Server;
    let asked: string[];
    let answer: { readonly status: number; readonly content: Buffer };
    let archive: Archive;

    beforeEach(async () => {
        // Stands in for the release: `pulumi plugin install resource NAME VERSION`, which leaves a trace where it is run.
        await writeProgram(
            path.join(folder.path, "pulumi", "pulumi"),
            `PATH=/usr/bin:/bin
            touch '${folder.path}/was-run'
            folder="$PULUMI_HOME/plugins/resource-$4-v$5"
            mkdir -p "$folder" && echo '#!/bin/sh' > "$folder/pulumi-resource-$4" && chmod 755 "$folder/pulumi-resource-$4"`,
        );
        await writeProgram(path.join(folder.path, "pulumi", "pulumi-language-nodejs"), "");
        const file = path.join(folder.path, "release.tar.gz");
        await outputOf("tar", ["-czf", file, "-C", folder.path, "pulumi"]);
        const content = readFileSync(file);
        answer = { status: 200, content };
        archive = {
            name: "linux-x64.tar.gz",
            digest: { algorithm: "sha256", hex: createHash("sha256").update(content).digest("hex") },
        };
        asked = [];
        server = createServer((request, response) => {
            asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
            response.writeHead(answer.status).end(answer.content);
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
    });
    afterEach(() => {
        server.closeAllConnections();
        server.close();
    });

    const engine = () =>
        ensureEngine({
            cache: cache(),
            sources: [
                downloadedSource(archive, `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/sdk`),
            ],
            progress: new Sayings(),
        });

    it("Each platform has a pinned digest for the downloaded version", () => {
        assert.equal(pulumiVersion, `v${archivesVersion}`);
        assert.deepEqual(Object.keys(archives).sort(), [
            "darwin-arm64",
            "darwin-x64",
            "linux-arm64",
            "linux-x64",
            "win32-arm64",
            "win32-x64",
        ]);
        for (const { digest } of Object.values(archives)) {
            assert.match(digest.hex, digest.algorithm === "sha256" ? /^[0-9a-f]{64}$/ : /^[0-9a-f]{128}$/);
        }
    });

    it("A download with the pinned digest is used", async () => {
        const { pulumi, version, auth0Plugin } = await engine();
        assert.deepEqual([version, auth0Plugin], [archivesVersion, "released"]);
        assert.deepEqual(readdirSync(path.dirname(pulumi)).sort(), ["pulumi", "pulumi-language-nodejs"]);
        assert.ok(asked.includes(`GET /releases/sdk/pulumi-v${archivesVersion}-linux-x64.tar.gz`));
    });

    it("A download with another digest is discarded before it runs, naming both digests", async () => {
        const changed = Buffer.from(answer.content);
        changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
        answer = { status: 200, content: changed };
        const found = createHash("sha256").update(changed).digest("hex");
        await assert.rejects(engine(), (error: Error) => {
            assert.match(error.message, new RegExp(`its sha256 is ${found} instead of ${archive.digest.hex}`));
            return true;
        });
        assert.equal(existsSync(path.join(folder.path, "was-run")), false);
        assert.deepEqual(
            readdirSync(cache()).filter((name) => name !== "turn"),
            [],
        );
    });

    it("A missing release is reported with the server's status code", async () => {
        answer = { status: 404, content: Buffer.alloc(0) };
        await assert.rejects(engine(), /The download failed: http:.*linux-x64\.tar\.gz answers 404/);
    });
});
