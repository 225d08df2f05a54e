import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { InvalidInput } from "../../../components";
import { readArguments } from "../../../plugins/components/arguments";
import { packageSchema } from "../../../plugins/components/packageSchema";

const signOn = packageSchema.resources["openmetadata-auth0:index:SingleSignOn"];
ok(signOn);

const required = {
    applicationType: "web",
    domain: "example.eu.auth0.com",
    serverUrls: ["https://om.example.com"],
    admins: ["jane.doe@example.com"],
};

/** An output of a resource that is not there yet, as a preview has it. */
const notKnown = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;

/** What is wrong with the inputs, by key. */
async function mistakes(inputs: Record<string, unknown>): Promise<Record<string, string>> {
    let found: Record<string, string> = {};
    await rejects(readArguments(signOn as NonNullable<typeof signOn>, inputs), (error) => {
        ok(error instanceof InvalidInput);
        equal(error.stack, error.message);
        ok(error.problems.every(({ write }) => /^.+$/.test(write)));
        found = Object.fromEntries(error.problems.map(({ key, wrong }) => [key, wrong]));
        return true;
    });
    return found;
}

/** An argument as the component gets it. */
async function argument(name: string, input: unknown): Promise<unknown> {
    return (await readArguments(signOn as NonNullable<typeof signOn>, { ...required, [name]: input }))[name];
}

/** An output's value, and whether it is a secret. */
async function inside(output: unknown): Promise<unknown> {
    ok(pulumi.Output.isInstance<unknown>(output));
    const value = await new Promise((resolve) => output.apply(resolve));
    return { value, secret: await pulumi.isSecret(output) };
}

describe("Component arguments from other languages", () => {
    it("Plain arguments are passed on unchanged", async () => {
        deepEqual(await readArguments(signOn, required), required);
    });

    it("Missing, unknown and mistyped arguments are reported at once", async () => {
        deepEqual(
            await mistakes({
                applicationType: "web",
                domain: 5,
                serverUrls: "https://om.example.com",
                connections: ["Username-Password-Authentication", { name: "google" }],
                protect: "no",
                keySize: "4096",
                principalClaimsMapping: { username: "nickname", mail: "email" },
                serverTokens: ["token"],
                fernetkey: "…",
                displayName: null,
            }),
            {
                domain: "is not a string",
                serverUrls: "is not a list",
                admins: "is missing",
                "connections[1]": "is not a string",
                protect: "is neither true nor false",
                keySize: "is not a number",
                serverTokens: "is not a map",
                "principalClaimsMapping.email": "is missing",
                "principalClaimsMapping.mail": "is not a valid argument",
                fernetkey: "is not a valid argument",
            },
        );
    });

    it("The error for a mistyped secret does not contain its value", async () => {
        await rejects(readArguments(signOn, { ...required, serverTokens: pulumi.secret(["eyJ"]) }), (error) => {
            ok(error instanceof Error && !error.message.includes("eyJ"));
            return true;
        });
    });

    it("Outputs are passed on where the component accepts an output", async () => {
        equal(await argument("domain", notKnown), notKnown);
        const admins = ["jane.doe@example.com", notKnown];
        equal(await argument("admins", admins), admins);
        deepEqual(await argument("serverUrls", ["https://om.example.com", notKnown]), [
            "https://om.example.com",
            notKnown,
        ]);
        const displayName = pulumi.secret("OpenMetadata");
        equal(await argument("displayName", displayName), displayName);
    });

    it("Known outputs are unwrapped where the component needs a plain value", async () => {
        equal(await argument("applicationType", pulumi.output("spa")), "spa");
        deepEqual(await argument("connections", [pulumi.output("google-oauth2")]), ["google-oauth2"]);
        equal(await argument("protect", pulumi.output(false)), false);
    });

    it("Unknown outputs are rejected by name where the component needs a plain value", async () => {
        const wrong = "is an output of a resource, which is not known before the deployment";
        const given = {
            importClientId: notKnown,
            connections: ["google-oauth2", notKnown],
            serverUrls: notKnown.apply(() => []),
        };
        deepEqual(await mistakes({ ...required, ...given }), {
            importClientId: wrong,
            connections: wrong,
            serverUrls: wrong,
        });
    });

    it("A secret is rejected for an argument that is not stored as a secret", async () => {
        deepEqual(await mistakes({ ...required, clientSecretRotation: pulumi.secret("2027-01") }), {
            clientSecretRotation: "is a secret, and would be shown",
        });
    });

    it("A secret is unwrapped where the component makes it a secret itself", async () => {
        equal(await argument("fernetKey", pulumi.secret("key")), "key");
    });

    it("The items of a secret list or map stay secret", async () => {
        const [serverUrl] = (await argument("serverUrls", pulumi.secret(["https://om.example.com"]))) as unknown[];
        deepEqual(await inside(serverUrl), { value: "https://om.example.com", secret: true });
        const tokens = await argument("serverTokens", pulumi.secret({ "https://om.example.com": "token" }));
        const { "https://om.example.com": token } = tokens as Record<string, unknown>;
        deepEqual(await inside(token), { value: "token", secret: true });
    });
});
