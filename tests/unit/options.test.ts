import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { mock } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput, SingleSignOn, type SingleSignOnArgs } from "../../components";
import { InputChecks } from "../../components/input";
import { checkOptions } from "../../components/options/check";
import type { OptionInputs, OptionName, OptionValues } from "../../components/options/option";
import { keyOf, optionNames, optionOf } from "../../components/options/table";
import { readConfig } from "../../config";
import { declaredBy, valueOf } from "./mocks";

/** A wrong value for every option that can have one. */
const wrong: OptionValues = {
    applicationType: "native" as "web",
    serverUrls: ["https://om.example.com", "om.example.com"],
    admins: ["jane@example.com", "jane"],
    customDomain: "https://login.example.com/",
    principalDomain: "@example.com",
    connections: ["Staff", "a b"],
    allowedRoles: ["catalog-user", " catalog-user"],
    allowedEmailDomains: ["example.com", "@example.org"],
    refusalMessages: { role: "one\ntwo" },
    teams: { "catalog-user": "a::b", " ": "Users" },
    defaultOAuthRole: "yes",
    teamDefaultRoles: { Users: ["DataConsumer", " "] },
    organization: "Acme Inc.",
    displayName: "<Catalog>",
    description: "long ".repeat(30),
    additionalGrantTypes: ["implicit", "device_code" as "implicit"],
    clientSecret: "short",
    clientSecretRotation: "one\ntwo",
    importClientId: "a;b",
    privateKey: "key",
    keyId: "a b",
    keySize: 1024,
    keyRotations: ["initial", "a b"],
    keyFolder: "keys",
    fernetKey: "key",
    issuer: "a b",
    targetVersion: "1.9",
    allowedDomains: ["example.com", "@example.org"],
    principalClaims: ["email", "a claim"],
    principalClaimsMapping: { username: "a:b", email: "a b" },
    sessionExpiry: 60,
    tokenValidity: 0,
    prompt: "none",
    maxAge: -1,
    maxActiveSessionsPerUser: 0,
    additionalTrustedRedirectUris: ["https://om.example.com/done", "done"],
    kubernetesSecretNames: { oidc: "OIDC", jwtKeys: "jwt-keys" },
    publicKeyUrls: ["https://om.example.com/keys", "keys"],
    bots: ["ingestion-bot", "../bot"],
    botTokenExpiry: "14" as "7",
    botTokenRenewBefore: -1,
    botTokenRotation: "one\ntwo",
    settingsRewrite: "one\ntwo",
    caCertificate: "one\ntwo",
};
/** Those that a stack's configuration has. */
const { kubernetesSecretNames: _programOnly, ...configurable } = wrong;
/** The options of which every value is right. */
const neverWrong: readonly OptionName[] = [
    "protect",
    "requireVerifiedEmail",
    "requireMfa",
    "selfSignup",
    "enforcePrincipalDomain",
    "secureSessionCookie",
    "enableAutoRedirect",
    "renewOtherBots",
    "allowLockOut",
];

/** The keys of all mistakes, sorted. */
function keysOf(run: () => unknown): string[] {
    try {
        run();
    } catch (error) {
        ok(error instanceof InvalidInput, String(error));
        return error.problems.map(({ key }) => key).sort();
    }
    return [];
}

/** The keys of all mistakes in a stack's configuration, by the names of the options. */
function keysInConfiguration(values: OptionValues): string[] {
    const texts = Object.entries<unknown>(values).map(([name, value]): [string, string] => [
        `project:${keyOf(name as OptionName)}`,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const credentials = { "auth0:domain": "example.eu.auth0.com", "auth0:apiToken": "token" };
    const names = new Map(optionNames.map((name) => [keyOf(name), name]));
    const stack = { project: "project", stack: "stack", values: { ...Object.fromEntries(texts), ...credentials } };
    return keysOf(() => readConfig(stack))
        .map((key) => key.replace(/^project:(\w+)/, (_, name: string) => names.get(name) ?? name))
        .sort();
}

/** The value of an input, or what was wrong with it. */
function promiseOf(input: unknown): Promise<unknown> {
    // Not in Pulumi's public types.
    return (pulumi.output(input) as unknown as { promise(): Promise<unknown> }).promise();
}

describe("Options", () => {
    it("Each option has an invalid value in this test, or none at all", () => {
        deepEqual([...Object.keys(wrong), ...neverWrong].sort(), [...optionNames].sort());
    });

    it("readConfig and SingleSignOn report the same key for an invalid option", () => {
        const right = { applicationType: "web", serverUrls: ["https://om.example.com"], admins: ["jane@example.com"] };
        for (const [name, value] of Object.entries(configurable)) {
            const values = { ...right, [name]: value } as OptionValues;
            const args = { ...values, domain: "example.eu.auth0.com" } as SingleSignOnArgs;
            const keys = keysOf(() => new SingleSignOn("sso", args));
            ok(
                keys.some((key) => key.startsWith(name)),
                `${name}: ${keys.join(", ")}`,
            );
            deepEqual(keysInConfiguration(values), keys, name);
        }
    });

    it("readConfig and SingleSignOn report all invalid options at once", () => {
        const args = { ...wrong, domain: "example.eu.auth0.com" } as SingleSignOnArgs;
        const keys = keysOf(() => new SingleSignOn("sso", args));
        deepEqual(
            keysInConfiguration(configurable),
            keys.filter((key) => key !== "kubernetesSecretNames.oidc"),
        );
        for (const name of Object.keys(wrong)) {
            ok(
                keys.some((key) => key.startsWith(name)),
                name,
            );
        }
    });

    it("SingleSignOn checks each option once", async () => {
        const url = "https://om.example.com";
        const args: SingleSignOnArgs = {
            applicationType: "web",
            domain: "example.eu.auth0.com",
            serverUrls: [url, "https://other.example.com"],
            serverTokens: { [url]: "token" },
            admins: ["jane@example.com"],
            displayName: pulumi.output("Catalog"),
            connections: ["Staff"],
            keyRotations: ["initial"],
            issuer: pulumi.output("catalog.example.com"),
            sessionExpiry: 3600,
            bots: ["ingestion-bot"],
            caCertificate: "/etc/ssl/certs/company.pem",
        };
        const given = optionNames.filter((name) => args[name] !== undefined);
        const checks = given.map((name) => mock.method(optionOf(name), "check"));
        try {
            await declaredBy(() => new SingleSignOn("sso", args));
            deepEqual(
                given.map((name, index) => [name, checks[index]?.mock.callCount()]),
                given.map((name) => [name, 1]),
            );
        } finally {
            mock.restoreAll();
        }
    });

    it("Options that are known later keep their shape and are checked when they are known", async () => {
        const later = (value: string): pulumi.Output<string> => pulumi.output(Promise.resolve(value));
        const given = (issuer: string): OptionInputs => ({
            admins: ["jane@example.com", later("john@example.com")],
            principalDomain: later("example.com"),
            issuer: later(issuer),
            keyFolder: "/keys",
        });
        const checks = new InputChecks();
        const { admins, keyFolder, issuer } = checkOptions(checks, given("om.example.com"), optionNames);
        deepEqual(checks.problems.map(({ key }) => key).sort(), ["applicationType", "serverUrls"]);
        ok(Array.isArray(admins));
        equal(admins[0], "jane@example.com");
        ok(pulumi.Output.isInstance(admins[1]));
        deepEqual(await valueOf(pulumi.output(admins[1])), { value: "john@example.com", secret: false });
        equal(keyFolder, "/keys");
        deepEqual(await valueOf(pulumi.output(issuer)), { value: "om.example.com", secret: false });
        const { issuer: wrong } = checkOptions(new InputChecks(), given("a b"), ["issuer"]);
        await rejects(promiseOf(wrong), /issuer: "a b" is not a valid issuer/);
    });
});
