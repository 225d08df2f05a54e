import { equal, match, ok, rejects } from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { constants, createGzip } from "node:zlib";
import { ApiError, OpenMetadataApi } from "../../../openmetadata/api";

/** The answer to every question. */
function json(body: unknown, status = 200): RequestListener {
    return (_request, response) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
}

describe("OpenMetadataApi and unexpected responses", () => {
    let server: Server | undefined;
    let requests: string[];

    async function answering(listener: RequestListener, token?: string): Promise<OpenMetadataApi> {
        requests = [];
        server = createServer((request, response) => {
            requests.push(request.url ?? "");
            listener(request, response);
        });
        await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
        return new OpenMetadataApi({
            url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            ...(token !== undefined && { token }),
        });
    }
    function close(): void {
        server?.close();
        server?.closeAllConnections();
    }
    afterEach(close);

    /** What is said where something is refused. */
    async function messageOf(promise: Promise<unknown>): Promise<string> {
        const error = await promise.then(
            () => undefined,
            (thrown: unknown) => thrown,
        );
        ok(error instanceof ApiError, `${String(error)} is not an ApiError`);
        match(error.message, /^[\x20-\x7e…]{1,700}$/);
        return error.message;
    }

    const questions: [string, (api: OpenMetadataApi) => Promise<unknown>][] = [
        ["version", (api) => api.version()],
        ["jwks", (api) => api.jwks()],
        ["securityConfiguration", (api) => api.securityConfiguration()],
        ["userByName", (api) => api.userByName("admin")],
        ["admins", (api) => api.admins()],
        ["bots", (api) => api.bots()],
        ["loggedInUser", (api) => api.loggedInUser()],
    ];
    for (const [name, ask] of questions) {
        for (const body of [{}, null, "text", 7, [null]]) {
            it(`OpenMetadataApi.${name} refuses the response ${JSON.stringify(body)} with a clear error`, async () => {
                match(
                    await messageOf(ask(await answering(json(body)))),
                    /answers GET \S+, but not as OpenMetadata does \([\w.]+( missing|: .* expected)\)/,
                );
            });
        }
    }

    it("A response with a wrong element of a list is refused with the element's path", async () => {
        match(await messageOf((await answering(json({ data: [null] }))).admins()), /\(data\.0: Object expected\)/);
        close();
        match(
            await messageOf((await answering(json({ keys: [{ kid: 7 }] }))).jwks()),
            /\(keys\.0\.kid: string expected\)/,
        );
    });

    it("A null in a response counts as a missing field", async () => {
        const user = { id: "1", name: "jane", email: "jane@example.com", isAdmin: null, other: null };
        const api = await answering(json({ data: [user], paging: { after: null } }));
        equal((await api.admins())[0]?.isAdmin, undefined);
    });

    it("A bot without a user is not found", async () => {
        equal(await (await answering(json({ name: "ingestion-bot" }))).bot("ingestion-bot"), undefined);
    });

    it("A response is read up to 8 MB, even when it is compressed", async () => {
        const megabyte = Buffer.alloc(1024 * 1024, " ");
        let sent = 0;
        const api = await answering((_request, response) => {
            const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
            response.writeHead(200, { "content-encoding": "gzip" });
            gzip.pipe(response);
            const write = (): void => {
                sent += 1;
                gzip.write(megabyte, () => {
                    if (sent < 200 && !response.destroyed) {
                        setImmediate(write);
                    } else {
                        gzip.end();
                    }
                });
            };
            write();
        });
        const before = process.memoryUsage().rss;
        match(await messageOf(api.version()), /with more than 8 MB\. Check that it is the URL/);
        ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
    });

    it("Pagination that repeats a page ends with an error", async () => {
        const api = await answering(json({ data: [], paging: { after: "again" } }));
        match(await messageOf(api.admins()), /with endless pages/);
        equal(requests.length, 2);
    });

    it("An error quotes the server's message as one short printable line", async () => {
        const message = `\u001b[2Ja\r\nb\u202e\u0000${"x".repeat(2_000_000)}`;
        const said = await messageOf((await answering(json({ message }, 400))).version());
        match(said, /answers 400 to GET \S+: \[2Ja b x+…\.$/);
        ok(said.length < 500);
    });

    it("An error never quotes a token that the server's response contains", async () => {
        const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl";
        const cut = `${"x ".repeat(140)}${token}`;
        for (const listener of [
            json({ message: `no ${token}` }, 400),
            json({ message: cut }, 400),
            ((_request, response) =>
                response.writeHead(302, { location: `/?token=${token}` }).end()) as RequestListener,
        ]) {
            const said = await messageOf((await answering(listener, token)).version());
            ok(!said.includes("eyJ"), said);
            close();
        }
    });

    it("A token that no header can contain is refused before a request, and is not quoted", async () => {
        const token = "abc\nsecret";
        const said = await messageOf((await answering(json({}), token)).version());
        match(said, /The token for \S+ contains a line break or another character that tokens cannot contain/);
        ok(!said.includes("secret"));
        equal(requests.length, 0);
    });

    it("An authentication error says whether the key was rotated, the token replaced or expired", async () => {
        for (const [status, message, advice] of [
            [500, "JWT Token keyID doesn't match the configured keyID.", /issued before a rotation of the signing key/],
            [
                401,
                "Token signing key not found in configured public keys",
                /issued before a rotation of the signing key/,
            ],
            [401, "The given token does not match the current bot's token!", /For two minutes after that was created/],
            [401, "Expired token!", /Get a new admin's token/],
        ] as const) {
            const said = await messageOf((await answering(json({ code: status, message }, status))).loggedInUser());
            match(said, advice);
            ok(!said.includes("server has recovered"), said);
            close();
        }
    });

    it("generateToken falls back to the path without an ID, which 1.13 requires", async () => {
        const api = await answering((request, response) => {
            response.writeHead(request.url === "/api/v1/users/generateToken" ? 200 : 405).end("{}");
        });
        await api.generateToken("id-1", "30");
        equal(requests.join(), "/api/v1/users/generateToken/id-1,/api/v1/users/generateToken");
        close();
        await rejects((await answering(json({}, 400))).generateToken("id-1", "30"), { status: 400 });
        equal(requests.length, 1);
    });
});
