import { deepEqual, equal, match, ok } from "node:assert/strict";
import { WebClient } from "../browser/standIns/webClient";
import { server, webApplication } from "./declaredApplication";
import { Person } from "./person";
import { newTenant } from "./newTenant";
import type { Fields } from "../../tools/tenant/tenantClient";

const connection = "Username-Password-Authentication";
const password = "Correct-horse-1";

describe("Auth0 users in the sandbox", function () {
    const api = newTenant();

    const create = (fields: Fields) => api().call("POST", "/users", { connection, password, ...fields });
    const path = ({ user_id }: Fields): string => `/users/${encodeURIComponent(String(user_id))}`;

    /** Where someone ends who signs in. */
    async function signIn(email: string, secret: string): Promise<string> {
        const { settings } = await webApplication(api());
        const client = await WebClient.discover(settings, api().tenant.certificateBundle);
        const person = new Person(api().tenant, email, secret);
        const { url } = await person.signIn(client.start().url);
        await person.close();
        return url.origin;
    }

    it("A new tenant has three users in two email domains", async () => {
        const { body } = await api().call<Fields[]>("GET", "/users");
        deepEqual(
            body.slice(0, 3).map(({ email }) => email),
            ["jane.doe@example.com", "john.roe@example.com", "alex.poe@example.org"],
        );
    });

    it("A new user has Auth0's defaults, and no response contains the password", async () => {
        const { status, body } = await create({ email: "New.Person@example.com", given_name: "New" });
        equal(status, 201);
        match(String(body["user_id"]), /^auth0\|[0-9a-f]{24}$/);
        deepEqual(
            [body["email"], body["email_verified"], body["nickname"], body["name"], body["given_name"]],
            ["new.person@example.com", false, "new.person", "new.person@example.com", "New"],
        );
        const [, id] = String(body["user_id"]).split("|");
        deepEqual(body["identities"], [{ connection, provider: "auth0", user_id: id, isSocial: false }]);
        const found = await api().call(
            "GET",
            `${path(body)}?fields=email,password_hash,identities&include_fields=true`,
        );
        deepEqual(Object.keys(found.body).sort(), ["email", "identities"]);
        const byEmail = await api().call<Fields[]>("GET", "/users-by-email?email=NEW.person@example.com");
        equal(byEmail.body.length, 1);
        for (const answer of [body, found.body, byEmail.body, (await api().call("GET", "/users")).body]) {
            ok(!JSON.stringify(answer).includes("password"));
        }
    });

    it("A user signs in with the new password after a change, and not with the old one", async () => {
        const email = "changing@example.com";
        const { body } = await create({ email });
        equal(await signIn(email, password), server);
        const changed = await api().call("PATCH", path(body), { password: "Another-horse-2", name: "Changed" });
        deepEqual([changed.status, changed.body["name"]], [200, "Changed"]);
        equal(await signIn(email, password), `https://${api().tenant.domain}`);
        equal(await signIn(email, "Another-horse-2"), server);
    });

    it("A deleted user cannot sign in, and deleting the user again succeeds", async () => {
        const { body } = await create({ email: "gone@example.com" });
        equal((await api().call("DELETE", path(body))).status, 204);
        equal((await api().call("DELETE", path(body))).status, 204);
        deepEqual((await api().call("GET", path(body))).body, {
            statusCode: 404,
            error: "Not Found",
            message: "The user does not exist.",
            errorCode: "inexistent_user",
        });
        equal(await signIn("gone@example.com", password), `https://${api().tenant.domain}`);
    });

    const refusals: [string, Fields, number, RegExp][] = [
        ["an email address already in use", { email: "JANE.doe@example.com" }, 409, /^The user already exists\.$/],
        ["a weak password", { email: "a@example.com", password: "abcdefgh" }, 400, /^PasswordStrengthError/],
        ["no password", { email: "a@example.com", password: undefined }, 400, /Missing required property: password/],
        ["no email address", {}, 400, /Missing required property: email/],
        ["an invalid email address", { email: "nobody" }, 400, /on property email/],
        ["an unknown connection", { email: "a@example.com", connection: "none" }, 400, /connection does not/],
        ["an unknown field", { email: "a@example.com", shoe_size: 42 }, 400, /shoe_size/],
    ];
    for (const [what, fields, status, message] of refusals) {
        it(`POST /users refuses a user with ${what}`, async () => {
            const answer = await create(fields);
            equal(answer.status, status);
            match(String(answer.body["message"]), message);
        });
    }

    it("Users of two connections can share an email address, and sign in only through their own", async () => {
        await api().call("POST", "/connections", { name: "other", strategy: "auth0" });
        const email = "jane.doe@example.com";
        equal((await create({ email, connection: "other" })).status, 201);
        equal(await signIn(email, password), `https://${api().tenant.domain}`);
    });

    it("The endpoints of users require their scopes", async () => {
        const token = await api().tokenWith("read:clients");
        for (const [method, at, scope] of [
            ["GET", "/users", "read:users"],
            ["POST", "/users", "create:users"],
            ["PATCH", "/users/x", "update:users"],
            ["DELETE", "/users/x", "delete:users"],
        ] as const) {
            const { status, body } = await api().call(method, at, method === "GET" ? undefined : {}, { token });
            equal(status, 403);
            match(String(body["message"]), new RegExp(scope));
        }
    });

    it("A user search is refused with a hint at users-by-email", async () => {
        const { status, body } = await api().call("GET", "/users?q=email:x");
        equal(status, 400);
        match(String(body["message"]), /users-by-email/);
    });
});
