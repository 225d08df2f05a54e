import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { answers, behindProxy } from "../../../cli/engine/network";
import { lastingPort } from "../../ports";

describe("Network check", () => {
    const servers: (net.Server | http.Server)[] = [];
    const listen = async (server: net.Server): Promise<number> => {
        servers.push(server);
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return (server.address() as AddressInfo).port;
    };
    afterEach(() => {
        for (const server of servers.splice(0)) {
            server.close();
        }
    });

    it("A server that answers with an error counts as reachable", async () => {
        const port = await listen(http.createServer((_, response) => response.writeHead(403).end()));
        assert.equal(await answers(`http://127.0.0.1:${port}/`), true);
    });

    it("A server with an untrusted certificate counts as reachable", async () => {
        const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
        const port = await listen(https.createServer({ key, cert }, (_, response) => response.end()));
        assert.equal(await answers(`https://localhost:${port}/`), true);
    });

    it("A host name that does not resolve counts as unreachable", async () => {
        assert.equal(await answers("https://download.invalid/"), false);
    });

    it("A closed port counts as unreachable", async () => {
        assert.equal(await answers(`https://127.0.0.1:${await lastingPort()}/`), false);
    });

    it("A host that never answers counts as unreachable after 3 seconds", async function () {
        const sockets: net.Socket[] = [];
        const port = await listen(net.createServer((socket) => sockets.push(socket)));
        const began = performance.now();
        assert.equal(await answers(`https://127.0.0.1:${port}/`), false);
        const took = performance.now() - began;
        sockets.forEach((socket) => socket.destroy());
        assert.ok(took > 2_500 && took < 30_000, `${took} ms`);
    });

    it("A proxy is detected from the environment", () => {
        assert.equal(behindProxy({ https_proxy: "http://proxy.example:3128" }), true);
        assert.equal(behindProxy({ HTTPS_PROXY: "" }), false);
    });
});
