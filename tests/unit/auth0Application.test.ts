import { deepEqual, equal, ok, throws } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Auth0Application, type Auth0ApplicationArgs, InvalidInput } from "../../components";
import { declaredBy, isSecretInput, only, valueOf } from "./mocks";

const client = "auth0:index/client:Client";
const credentials = "auth0:index/clientCredentials:ClientCredentials";
const connectionClient = "auth0:index/connectionClient:ConnectionClient";
const serverUrls = ["https://om.example.com"];

async function declare(args: Auth0ApplicationArgs): ReturnType<typeof declaredBy> {
    return declaredBy(() => new Auth0Application("sso", args));
}

describe("the Auth0 application", () => {
    for (const applicationType of ["spa", "web"] as const) {
        describe(`of type ${applicationType}`, () => {
            it("lets Auth0 send people back to /callback of every server, and to nothing else", async () => {
                const declared = await declare({
                    applicationType,
                    serverUrls: ["https://a.example.com", "https://b.example.com:8585/"],
                });
                deepEqual(only(declared, client).inputs["callbacks"], [
                    "https://a.example.com/callback",
                    "https://b.example.com:8585/callback",
                ]);
            });

            it("signs people out to pages of the servers only", async () => {
                const declared = await declare({ applicationType, serverUrls });
                deepEqual(only(declared, client).inputs["allowedLogoutUrls"], [
                    "https://om.example.com",
                    "https://om.example.com/logout",
                    "https://om.example.com/signin",
                ]);
            });

            it("leaves nothing to Auth0's weak defaults", async () => {
                const { inputs } = only(await declare({ applicationType, serverUrls }), client);
                equal(inputs["oidcConformant"], true);
                equal(inputs["isFirstParty"], true);
                equal(inputs["crossOriginAuth"], false);
                deepEqual(inputs["grantTypes"], ["authorization_code", "refresh_token"]);
                deepEqual(inputs["jwtConfiguration"], { alg: "RS256", lifetimeInSeconds: 36_000 });
                deepEqual(inputs["refreshToken"], {
                    rotationType: applicationType === "spa" ? "rotating" : "non-rotating",
                    expirationType: "expiring",
                    leeway: 0,
                    tokenLifetime: 2_592_000,
                    idleTokenLifetime: 1_296_000,
                    infiniteTokenLifetime: false,
                    infiniteIdleTokenLifetime: false,
                });
            });

            it("has a name and a description of its own, so that none is made up", async () => {
                const { inputs } = only(await declare({ applicationType, serverUrls, displayName: "Catalog" }), client);
                equal(inputs["name"], "Catalog");
                equal(inputs["description"], "Sign-in for OpenMetadata");
            });

            it("adds the grants that are asked for, each once", async () => {
                const { inputs } = only(
                    await declare({
                        applicationType,
                        serverUrls,
                        additionalGrantTypes: ["implicit", "password", "implicit"],
                    }),
                    client,
                );
                deepEqual(inputs["grantTypes"], ["authorization_code", "refresh_token", "implicit", "password"]);
            });

            it("enables the connections that are named, one by one", async () => {
                const declared = await declare({
                    applicationType,
                    serverUrls,
                    connections: ["Staff", "con_0123", "Staff"],
                });
                deepEqual(
                    declared
                        .filter(({ type }) => type === connectionClient)
                        .map(({ name, inputs }) => [name, inputs])
                        .sort(),
                    [
                        ["sso-Staff", { clientId: "client-of-sso", connectionId: "con_Staff" }],
                        ["sso-con_0123", { clientId: "client-of-sso", connectionId: "con_0123" }],
                    ],
                );
            });

            it("leaves connections alone when none is named", async () => {
                const declared = await declare({ applicationType, serverUrls });
                equal(declared.filter(({ type }) => type.startsWith("auth0:index/connection")).length, 0);
            });
        });
    }

    it("is a public client as a SPA: web origins, and no secret anywhere", async () => {
        let application: Auth0Application | undefined;
        const declared = await declaredBy(() => {
            application = new Auth0Application("sso", { applicationType: "spa", serverUrls });
        });
        equal(only(declared, client).inputs["appType"], "spa");
        deepEqual(only(declared, client).inputs["webOrigins"], serverUrls);
        equal(declared.filter(({ type }) => type === credentials).length, 0);
        equal(application?.clientSecret, undefined);
    });

    it("is a confidential client as a Web application: the secret goes by POST, and is a secret", async () => {
        let application: Auth0Application | undefined;
        const declared = await declaredBy(() => {
            application = new Auth0Application("sso", { applicationType: "web", serverUrls });
        });
        equal(only(declared, client).inputs["appType"], "regular_web");
        deepEqual(only(declared, client).inputs["webOrigins"], []);
        deepEqual(only(declared, credentials).inputs, {
            clientId: "client-of-sso",
            authenticationMethod: "client_secret_post",
        });
        ok(application?.clientSecret);
        deepEqual(await valueOf(application.clientSecret), { value: "secret-of-sso", secret: true });
    });

    it("keeps a client secret that is given as plain text a secret", async () => {
        const declared = await declare({
            applicationType: "web",
            serverUrls,
            clientSecret: "given-by-the-user-0123456789",
        });
        ok(isSecretInput(only(declared, credentials).inputs["clientSecret"]));
        for (const { type, inputs } of declared.filter(({ type }) => type !== credentials)) {
            ok(!JSON.stringify(inputs).includes("given-by-the-user"), type);
        }
    });

    it("skips Auth0's confirmation where a server is on loopback, and says nothing about it elsewhere", async () => {
        const skips = async (...urls: string[]): Promise<unknown> =>
            only(await declare({ applicationType: "spa", serverUrls: urls }), client).inputs[
                "skipNonVerifiableCallbackUriConfirmationPrompt"
            ];
        for (const url of [
            "http://localhost:8585",
            "https://localhost",
            "http://127.0.0.1:8585",
            "http://127.0.0.2:8585",
        ]) {
            equal(await skips(url), "true", url);
            equal(await skips("https://om.example.com", url), "true", url);
        }
        for (const url of [
            "https://om.example.com",
            "https://localhost.example.com",
            "http://catalog.localhost:8585",
        ]) {
            equal(await skips(url), undefined, url);
        }
    });

    describe("with an organization", () => {
        const web: Auth0ApplicationArgs = { applicationType: "web", serverUrls, connections: ["Staff"] };

        for (const [how, organization] of [
            ["by its name", "acme"],
            ["by its ID", "org_acme"],
            ["by an ID that is known late", pulumi.output("org_acme")],
        ] as const) {
            it(`lets its members sign in and nobody else, given ${how}`, async () => {
                let application: Auth0Application | undefined;
                const declared = await declaredBy(() => {
                    application = new Auth0Application("sso", { ...web, organization });
                });
                equal(only(declared, client).inputs["organizationUsage"], "allow");
                ok(application?.organizationId && application.signInRules);
                equal((await valueOf(application.organizationId)).value, "org_acme");
                deepEqual((await valueOf(application.signInRules)).value, {
                    organizationId: "org_acme",
                    ...(organization === "acme" && { organizationName: "acme" }),
                    refusalMessages: {
                        organization:
                            "You may not sign in to OpenMetadata: your account is not a member of its organization.",
                    },
                });
                deepEqual(only(declared, "auth0:index/organizationConnection:OrganizationConnection").inputs, {
                    organizationId: "org_acme",
                    connectionId: "con_Staff",
                });
            });
        }

        it("is refused for a SPA with the reason, and where it is none", () => {
            for (const [args, message] of [
                [
                    { applicationType: "spa", organization: "acme" },
                    /organization: .* sends Auth0 no further parameters.*\n.*Set applicationType to web/,
                ],
                [{ organization: "Acme Inc." }, /organization: "Acme Inc\." is neither the name nor the ID/],
                [{ organization: "org_" }, /organization: "org_" is neither/],
                [
                    { refusalMessages: { organization: "No." } },
                    /refusalMessages\.organization: has no effect: .* without organization/,
                ],
            ] as const) {
                throws(() => new Auth0Application("sso", { ...web, ...args }), message);
            }
        });

        it("changes nothing where there is none", async () => {
            const { inputs } = only(await declare({ ...web, organization: undefined }), client);
            ok(!("organizationUsage" in inputs));
        });
    });

    it("refuses a client secret for a SPA", () => {
        throws(
            () => new Auth0Application("sso", { applicationType: "spa", serverUrls, clientSecret: "x" }),
            (error) => {
                ok(error instanceof InvalidInput);
                deepEqual(
                    error.problems.map(({ key }) => key),
                    ["clientSecret"],
                );
                return true;
            },
        );
    });

    it("names all mistakes at once", () => {
        const args = {
            applicationType: "spa" as const,
            serverUrls: ["http://om.example.com", "https://*.example.com"],
            additionalGrantTypes: ["client_credentials" as const],
        };
        throws(
            () => new Auth0Application("sso", args),
            (error) => {
                ok(error instanceof InvalidInput);
                deepEqual(
                    error.problems.map(({ key }) => key),
                    ["serverUrls[0]", "serverUrls[1]", "additionalGrantTypes[0]"],
                );
                return true;
            },
        );
    });

    it("takes addresses that are known only later", async () => {
        const declared = await declare({
            applicationType: "web",
            serverUrls: [pulumi.output(Promise.resolve("https://later.example.com"))],
        });
        deepEqual(only(declared, client).inputs["callbacks"], ["https://later.example.com/callback"]);
    });

    it("previews before anything is known", async () => {
        const declared = await declaredBy(
            () => new Auth0Application("sso", { applicationType: "web", serverUrls, connections: ["Staff"] }),
            {
                preview: true,
            },
        );
        equal(declared.length, 4);
    });
});
