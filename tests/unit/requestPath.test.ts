import { equal } from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OpenMetadataApi } from "../../openmetadata/api";

describe("OpenMetadataApi below a base path", () => {
    let server: Server;
    let origin: string;

    before(async () => {
        server = createServer((request, response) => {
            const there = request.url === "/openmetadata/api/v1/system/version";
            response.writeHead(there ? 200 : 404, { "content-type": "application/json" });
            response.end(there ? '{"version":"1.12.6"}' : "{}");
        });
        await once(server.listen(0, "127.0.0.1"), "listening");
        origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
        server.close();
    });

    for (const path of ["/openmetadata", "/openmetadata/"]) {
        it(`OpenMetadataApi sends requests below ${path}`, async () => {
            equal(await new OpenMetadataApi({ url: origin + path }).version(), "1.12.6");
        });
    }
});
