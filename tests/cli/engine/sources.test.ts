import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, cpSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { buildIdentity, builtSource } from "../../../cli/engine/built";
import { ensureEngine } from "../../../cli/engine/engine";
import { installedSource } from "../../../cli/engine/installed";
import { prepareGo } from "../../../cli/engine/go";
import { standardSources } from "../../../cli/engine/sources";
import { goFolder, plugins } from "../../../cli/engine/versions";
import { Sayings, temporaryFolder, withEnvironment, writeProgram } from "./support";

describe("Engine sources", () => {
    const folder = temporaryFolder();
    const bin = () => path.join(folder.path, "bin");
    const cache = () => path.join(folder.path, "cache");
    withEnvironment(() => ({
        PATH: bin(),
        HOME: path.join(folder.path, "home"),
        PULUMI_HOME: undefined,
        HTTPS_PROXY: undefined,
        https_proxy: undefined,
    }));

    it("The sources are pulumi on PATH, the download and a Go build, in this order", () => {
        assert.deepEqual(
            standardSources(cache()).map(({ title }) => title),
            ["pulumi on PATH", "the official download", "a build from Go modules"],
        );
    });

    describe("Source: pulumi on PATH", () => {
        const pulumi = () => path.join(bin(), "pulumi");
        const host = () => writeProgram(path.join(bin(), "pulumi-language-nodejs"), "");
        const plugin = (name: string, version: string) =>
            path.join(
                folder.path,
                "home",
                ".pulumi",
                "plugins",
                `resource-${name}-v${version}`,
                `pulumi-resource-${name}`,
            );

        it("A missing pulumi is reported as an obstacle", async () => {
            assert.equal(installedSource(cache()).identity(), undefined);
            assert.equal(await installedSource(cache()).obstacle(), "there is none");
        });

        it("A pulumi older than the minimum version is rejected", async () => {
            await writeProgram(pulumi(), "echo v3.226.1");
            assert.match(
                (await installedSource(cache()).obstacle()) ?? "",
                /is version 3\.226\.1, older than 3\.227\.0/,
            );
        });

        it("A pulumi without pulumi-language-nodejs is rejected", async () => {
            await writeProgram(pulumi(), "echo v3.227.0");
            assert.match((await installedSource(cache()).obstacle()) ?? "", /pulumi-language-nodejs .* is not on PATH/);
        });

        it("A pulumi in the cache folder does not count as installed", async () => {
            await writeProgram(pulumi(), "echo v3.300.0");
            assert.equal(installedSource(folder.path).identity(), undefined);
        });

        it("A suitable pulumi is used with its installed plugins, and PATH stays unchanged", async () => {
            // Stands in for `pulumi version` and `pulumi plugin install resource NAME VERSION --file FILE`.
            await writeProgram(
                pulumi(),
                `PATH=/usr/bin:/bin
                [ "$1" = version ] && echo v3.300.0 && exit
                folder="$PULUMI_HOME/plugins/resource-$4-v$5"
                mkdir -p "$folder" && cp "$7" "$folder"`,
            );
            await host();
            for (const { name, version } of plugins) {
                await writeProgram(plugin(name, version), "");
            }
            const source = installedSource(cache());
            assert.equal(await source.obstacle(), undefined);
            const engine = await ensureEngine({ cache: cache(), sources: [source], progress: new Sayings() });
            assert.equal(engine.pulumi, pulumi());
            assert.equal(engine.version, "3.300.0");
            assert.equal(engine.environment["PATH"], bin());
            assert.equal(path.dirname(path.dirname(engine.home)), cache());
            assert.equal(engine.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], undefined);
        });

        it("A changed pulumi has another identity", async () => {
            await writeProgram(pulumi(), "echo v3.300.0");
            const before = installedSource(cache()).identity();
            await writeProgram(pulumi(), "echo v3.300.10");
            assert.notDeepEqual(installedSource(cache()).identity(), before);
        });
    });

    describe("Source: build from Go modules", () => {
        const go = (version: string, proxy: string) =>
            writeProgram(path.join(bin(), "go"), `echo '{"GOVERSION":"${version}","GOPROXY":"${proxy}"}'`);

        it("The Go build reports that Go is missing", async () => {
            assert.equal(await builtSource().obstacle(), "there is no working `go` on PATH");
        });

        it("The Go build reports that Go is too old and which version is needed", async () => {
            await go("go1.22", "off");
            assert.match((await builtSource().obstacle()) ?? "", /^Go 1\.22 is older than 1\.\d+\.\d+/);
        });

        it("The Go build reports that GOPROXY is off", async () => {
            await go("go1.99.0", "off");
            assert.equal(await builtSource().obstacle(), "GOPROXY is off");
        });

        it("The Go build reports a module proxy that does not answer within 30 seconds", async function () {
            const sockets: net.Socket[] = [];
            const server = net.createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
            await once(server, "listening");
            const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
            await go("go1.99.0", `${proxy},direct`);
            const began = performance.now();
            assert.equal(await builtSource().obstacle(), `the Go module proxy ${proxy} does not answer`);
            assert.ok(performance.now() - began < 30_000);
            sockets.forEach((socket) => socket.destroy());
            server.close();
        });

        it("The Go build has another identity if a go.mod changes, and the same one in another folder", () => {
            const copy = path.join(folder.path, "modules");
            cpSync(goFolder, copy, { recursive: true });
            assert.deepEqual(buildIdentity(copy), builtSource().identity());
            appendFileSync(path.join(copy, "cli", "go.mod"), "\n");
            assert.notDeepEqual(buildIdentity(copy), builtSource().identity());
        });

        it("A failing go command is reported with its errors but without download messages", async () => {
            await writeProgram(
                path.join(bin(), "go"),
                "echo 'go: downloading x v1' >&2; echo 'x.go:1: no good' >&2; exit 1",
            );
            const prepared = await prepareGo(folder.path, new AbortController().signal);
            await assert.rejects(prepared.run(["build"], folder.path), (error: Error) => {
                assert.match(error.message, /go build/);
                assert.match(error.message, /x\.go:1: no good/);
                assert.doesNotMatch(error.message, /downloading/);
                return true;
            });
        });
    });

    it("Without any source, the error says what each one lacks", async () => {
        const [installed, , built] = standardSources(cache());
        assert.ok(installed && built);
        await assert.rejects(
            ensureEngine({ cache: cache(), sources: [installed, built], progress: new Sayings() }),
            /pulumi on PATH: there is none\n- a build from Go modules: there is no working `go` on PATH\nDo one of these/,
        );
    });
});
