import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { generate } from "selfsigned";
import { newTenant } from "./newTenant";
import { refusedWith } from "./refusal";
import type { Application, Fields } from "../../tools/tenant/tenantClient";

/** A public key in PEM form. */
function publicKey(modulusLength = 2048): string {
    return generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ type: "spki", format: "pem" }).toString();
}

const pem = publicKey();

describe("Application credentials in the sandbox", function () {
    const api = newTenant();
    let application: Application;
    let path: string;

    beforeEach(async () => {
        application = await api().application({
            app_type: "non_interactive",
            token_endpoint_auth_method: "client_secret_post",
            jwt_configuration: { alg: "RS256" },
        });
        path = `/clients/${application.client_id}`;
    });

    async function add(credential: Fields = {}): Promise<string> {
        const { status, body } = await api().call("POST", `${path}/credentials`, {
            credential_type: "public_key",
            pem,
            ...credential,
        });
        equal(status, 201, JSON.stringify(body));
        return String(body["id"]);
    }

    function use(...ids: string[]): Fields {
        return {
            client_authentication_methods: { private_key_jwt: { credentials: ids.map((id) => ({ id })) } },
            token_endpoint_auth_method: null,
        };
    }

    it("A credential has the key's thumbprint as its kid, and never returns the key", async () => {
        const asked = Date.now();
        const { body } = await api().call("POST", `${path}/credentials`, {
            credential_type: "public_key",
            name: "first",
            pem,
            alg: "RS256",
        });
        const { id, created_at, updated_at, ...rest } = body;
        match(String(id), /^cred_[A-Za-z0-9]{22}$/);
        const created = Date.parse(String(created_at));
        ok(created >= asked && created <= Date.now(), String(created_at));
        equal(updated_at, created_at);
        const { e, kty, n } = createPublicKey(pem).export({ format: "jwk" });
        const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
        deepEqual(rest, { credential_type: "public_key", name: "first", kid, alg: "RS256" });
        deepEqual((await api().call("GET", `${path}/credentials/${String(id)}`)).body, body);
        deepEqual((await api().call("GET", `${path}/credentials?include_totals=true&per_page=50`)).body, [body]);
    });

    it("A certificate's expiry becomes the credential's expiry on request", async () => {
        const notAfterDate = new Date("2039-01-02T03:04:05Z");
        const { cert } = await generate(undefined, { keySize: 2048, algorithm: "sha256", notAfterDate });
        const id = await add({ pem: cert, parse_expiry_from_cert: true });
        const { body } = await api().call("GET", `${path}/credentials/${id}`);
        equal(body["expires_at"], notAfterDate.toISOString());
    });

    it("PATCH changes when a credential expires", async () => {
        const id = await add();
        const { status, body } = await api().call("PATCH", `${path}/credentials/${id}`, {
            expires_at: "2040-01-01T00:00:00.000Z",
        });
        equal(status, 200);
        equal(body["expires_at"], "2040-01-01T00:00:00.000Z");
    });

    it("A credential with an invalid key, a short key or an unsupported algorithm is refused", async () => {
        for (const [credential, errorCode] of [
            [{ pem: "no key" }, "invalid_credential"],
            [{ pem: publicKey(1024) }, "invalid_credential"],
            [{ pem: undefined }, "invalid_body"],
            [{ alg: "HS256" }, "invalid_body"],
            [{ credential_type: "password" }, "invalid_body"],
            [{ key: "unknown" }, "invalid_body"],
        ] as [Fields, string][]) {
            const answer = await api().call("POST", `${path}/credentials`, {
                credential_type: "public_key",
                pem,
                ...credential,
            });
            refusedWith(answer, 400, errorCode, JSON.stringify(credential));
        }
        deepEqual((await api().call("GET", `${path}/credentials`)).body, []);
    });

    it("An application cannot have more than four credentials", async () => {
        for (let count = 0; count < 4; count += 1) {
            await add();
        }
        const fifth = await api().call("POST", `${path}/credentials`, { credential_type: "public_key", pem });
        refusedWith(fifth, 409, "too_many_credentials");
        equal((await api().call<unknown[]>("GET", `${path}/credentials`)).body.length, 4);
    });

    describe("Private Key JWT authentication", () => {
        it("Private Key JWT authentication replaces the client secret, which no longer works", async () => {
            const id = await add();
            const { status, body } = await api().call("PATCH", path, use(id));
            equal(status, 200);
            deepEqual(body["client_authentication_methods"], { private_key_jwt: { credentials: [{ id }] } });
            deepEqual(
                ["client_secret", "token_endpoint_auth_method"].filter((field) => field in body),
                [],
            );
            equal((await api().requestToken(application)).status, 401);
        });

        it("An application can return from Private Key JWT to a client secret", async () => {
            await api().call("PATCH", path, use(await add()));
            const { body } = await api().call("PATCH", path, {
                client_authentication_methods: null,
                signed_request_object: null,
                token_endpoint_auth_method: "client_secret_post",
            });
            equal(body["token_endpoint_auth_method"], "client_secret_post");
            equal("client_authentication_methods" in body, false);
            equal(typeof body["client_secret"], "string");
        });

        it("Private Key JWT authentication and a client secret cannot be combined", async () => {
            const { client_authentication_methods } = use(await add());
            refusedWith(await api().call("PATCH", path, { client_authentication_methods }), 400, "invalid_body");
            const { body } = await api().call("GET", path);
            equal("client_authentication_methods" in body, false);
        });

        it("An application authenticates with at most two credentials, all of them its own", async () => {
            const ids = [await add(), await add(), await add()];
            refusedWith(await api().call("PATCH", path, use(...ids)), 400, "invalid_body");
            refusedWith(await api().call("PATCH", path, use("cred_unknown")), 400, "inexistent_credential");
            const other = await api().application({ jwt_configuration: { alg: "RS256" } });
            const foreign = await api().call("PATCH", `/clients/${other.client_id}`, use(ids[0] ?? ""));
            refusedWith(foreign, 400, "inexistent_credential");
            equal((await api().call("PATCH", path, use(...ids.slice(1)))).status, 200);
        });
    });

    it("A credential belongs to one application, and is gone once deleted", async () => {
        const id = await add();
        const other = await api().application();
        for (const method of ["GET", "DELETE"]) {
            const answer = await api().call(method, `/clients/${other.client_id}/credentials/${id}`);
            refusedWith(answer, 404, "inexistent_credential");
        }
        equal((await api().call("GET", `${path}/credentials/${id}`)).status, 200);
        equal((await api().call("DELETE", `${path}/credentials/${id}`)).status, 204);
        refusedWith(await api().call("GET", `${path}/credentials/${id}`), 404, "inexistent_credential");
    });
});
