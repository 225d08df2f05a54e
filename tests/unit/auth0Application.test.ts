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

describe("Auth0Application", () => {
    for (const applicationType of ["spa", "web"] as const) {
        describe(`Auth0Application of type ${applicationType}`, () => {
            it(`A ${applicationType} application allows /callback of every server as callback URLs and nothing else`, async () => {
                const declared = await declare({
                    applicationType,
                    serverUrls: ["https://a.example.com", "https://b.example.com:8585/"],
                });
                deepEqual(only(declared, client).inputs["callbacks"], [
                    "https://a.example.com/callback",
                    "https://b.example.com:8585/callback",
                ]);
            });

            it(`A ${applicationType} application allows only pages of the servers as logout URLs`, async () => {
                const declared = await declare({ applicationType, serverUrls });
                deepEqual(only(declared, client).inputs["allowedLogoutUrls"], [
                    "https://om.example.com",
                    "https://om.example.com/logout",
                    "https://om.example.com/signin",
                ]);
            });

            it(`A ${applicationType} application sets every option that has a weak default in Auth0`, async () => {
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

            it(`A ${applicationType} application has the configured name and a default description`, async () => {
                const { inputs } = only(await declare({ applicationType, serverUrls, displayName: "Catalog" }), client);
                equal(inputs["name"], "Catalog");
                equal(inputs["description"], "Sign-in for OpenMetadata");
            });

            it(`A ${applicationType} application has each additional grant type once`, async () => {
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

            it(`A ${applicationType} application enables each named connection by a resource of its own`, async () => {
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

            it(`A ${applicationType} application changes no connection when none is named`, async () => {
                const declared = await declare({ applicationType, serverUrls });
                equal(declared.filter(({ type }) => type.startsWith("auth0:index/connection")).length, 0);
            });
        });
    }

    it("A single-page application is a public client with web origins and without a secret", async () => {
        let application: Auth0Application | undefined;
        const declared = await declaredBy(() => {
            application = new Auth0Application("sso", { applicationType: "spa", serverUrls });
        });
        equal(only(declared, client).inputs["appType"], "spa");
        deepEqual(only(declared, client).inputs["webOrigins"], serverUrls);
        equal(declared.filter(({ type }) => type === credentials).length, 0);
        equal(application?.clientSecret, undefined);
    });

    it("A web application is a confidential client with client_secret_post and a secret output", async () => {
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

    it("A client secret passed as a plain string becomes a Pulumi secret", async () => {
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

    it("Auth0's confirmation prompt is skipped only if a server is on loopback", async () => {
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

    describe("Auth0Application with an organization", () => {
        const web: Auth0ApplicationArgs = { applicationType: "web", serverUrls, connections: ["Staff"] };

        for (const [how, organization] of [
            ["by its name", "acme"],
            ["by its ID", "org_acme"],
            ["by an ID that is known late", pulumi.output("org_acme")],
        ] as const) {
            it(`An organization set ${how} limits sign-in to its members`, async () => {
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

        it("An organization is refused for a single-page application or with an invalid name", () => {
            for (const [args, message] of [
                [
                    { applicationType: "spa", organization: "acme" },
                    /organization: .* sends Auth0 no further parameters.*\n.*Set applicationType to web/,
                ],
                [{ organization: "Acme Inc." }, /organization: "Acme Inc\." is neither the name nor the ID/],
                [{ organization: "org_" }, /organization: "org_" is neither/],
                [
                    { refusalMessages: { organization: "No." } },
                    /refusalMessages\.organization: has no effect without organization/,
                ],
            ] as const) {
                throws(() => new Auth0Application("sso", { ...web, ...args }), message);
            }
        });

        it("Without an organization organizationUsage is not set", async () => {
            const { inputs } = only(await declare({ ...web, organization: undefined }), client);
            ok(!("organizationUsage" in inputs));
        });
    });

    it("A client secret for a single-page application is refused", () => {
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

    it("Auth0Application reports all invalid arguments at once", () => {
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

    it("A server URL may be an output that is known later", async () => {
        const declared = await declare({
            applicationType: "web",
            serverUrls: [pulumi.output(Promise.resolve("https://later.example.com"))],
        });
        deepEqual(only(declared, client).inputs["callbacks"], ["https://later.example.com/callback"]);
    });

    it("A preview declares the application, its credentials and its connections", async () => {
        const declared = await declaredBy(
            () => new Auth0Application("sso", { applicationType: "web", serverUrls, connections: ["Staff"] }),
            {
                preview: true,
            },
        );
        equal(declared.length, 4);
    });
});
