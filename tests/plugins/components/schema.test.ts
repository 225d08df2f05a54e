import { deepEqual, ok } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    ApplicationType,
    Auth0Application,
    JwtSigningKeys,
    OpenMetadataServer,
    ServerConfiguration,
    SignInRules,
    SingleSignOn,
} from "../../../components";
import type { OptionName } from "../../../components/options/option";
import { optionNames, optionOf } from "../../../components/options/table";
import schema from "../../../plugins/components/schema.json";
import { version } from "../../../package.json";
import { declaredBy, valueOf } from "../../unit/mocks";

/** Every component, with all secrets there are. */
function everything(): pulumi.ComponentResource[] {
    const application = {
        applicationType: ApplicationType.Web,
        clientSecret: "a-client-secret-of-some-length",
        organization: "acme",
    };
    const settings = {
        ...application,
        domain: "example.eu.auth0.com",
        admins: ["jane.doe@example.com"],
        fernetKey: "Zm9ydHktdHdvLWJ5dGVzLXRoYXQtYXJlLXNlY3JldCE=",
    };
    const url = "https://om.example.com";
    const keys = new JwtSigningKeys("keys");
    return [
        keys,
        new Auth0Application("application", { ...application, serverUrls: [url] }),
        new SignInRules("rules", { clientId: "id", requireMfa: true }),
        new ServerConfiguration("configuration", {
            ...settings,
            clientId: "id",
            serverUrl: url,
            keyId: keys.keyId,
            privateKeyDer: keys.privateKeyDer,
            publicKeyDer: keys.publicKeyDer,
        }),
        new OpenMetadataServer("server", { url, token: "token", settings: {}, keyId: "id" }),
        new SingleSignOn("sign-on", { ...settings, serverUrls: [url], serverTokens: { [url]: "token" } }),
    ];
}

/** The type under which the engine knows a component. */
function typeOf(component: pulumi.ComponentResource): keyof typeof schema.resources {
    return (component as unknown as { __pulumiType: keyof typeof schema.resources }).__pulumiType;
}

describe("Package schema", function () {
    it("The schema has the package's version", () => {
        deepEqual(schema.version, version);
    });

    it("The schema contains every component under its type token", async () => {
        let types: string[] = [];
        await declaredBy(() => {
            types = everything().map(typeOf);
        });
        deepEqual(Object.keys(schema.resources).sort(), types.sort());
    });

    it("The schema marks exactly the secret outputs as secret", async () => {
        let components: pulumi.ComponentResource[] = [];
        await declaredBy(() => {
            components = everything();
        });
        for (const component of components) {
            const { properties } = schema.resources[typeOf(component)];
            const outputs = component as unknown as Record<string, pulumi.Output<unknown>>;
            for (const [name, property] of Object.entries(properties)) {
                const { secret } = await valueOf(outputs[name] as pulumi.Output<unknown>);
                deepEqual([name, "secret" in property], [name, secret]);
            }
        }
    });

    it("The schema marks exactly the inputs stored as secrets as secret", () => {
        for (const [type, { inputProperties }] of Object.entries(schema.resources)) {
            for (const [name, property] of Object.entries(inputProperties)) {
                const kept = /(kept|stored)\s+as\s+(a\s+)?secrets?/i.test(property.description);
                // The map of tokens has to be plain; the SDK for Go does not compile where such a one is secret.
                deepEqual([type, name, "secret" in property], [type, name, kept && name !== "serverTokens"]);
            }
        }
    });

    it("The schema agrees with the option table on required, secret and default", () => {
        const aliases: Readonly<Record<string, Readonly<Record<string, OptionName>>>> = {
            JwtSigningKeys: { rotations: "keyRotations" },
        };
        let compared = 0;
        for (const [type, { inputProperties, requiredInputs }] of Object.entries(schema.resources)) {
            const component = type.slice(type.lastIndexOf(":") + 1);
            for (const [input, property] of Object.entries<{ description: string; secret?: boolean }>(
                inputProperties,
            )) {
                const name = aliases[component]?.[input] ?? optionNames.find((one) => one === input);
                // The settings of one server are made of a client secret and a key ID that are there already.
                const isOption = !["ServerConfiguration", "OpenMetadataServer"].includes(component);
                if (name === undefined || (!isOption && ["clientSecret", "keyId"].includes(name))) {
                    continue;
                }
                compared += 1;
                const option = optionOf(name);
                const isRequired = "required" in option;
                const [, told] = /Default:\s+([^]*)/.exec(property.description) ?? [];
                const what = `${component}.${input}`;
                deepEqual([what, requiredInputs.includes(input as never)], [what, isRequired]);
                deepEqual([what, property.secret ?? false], [what, option.secret ?? false]);
                deepEqual([what, told === undefined], [what, isRequired]);
                if ("default" in option) {
                    const values = [option.default].flat().map(String);
                    const named = [...(told ?? "").matchAll(/\w[\w/.-]*\w|\/[\w/]+/g)].map(([word]) => word);
                    deepEqual([what, named.slice(0, values.length)], [what, values]);
                }
            }
        }
        ok(compared > optionNames.length);
    });

    it("The schema describes every component, input, output and type", () => {
        const described: [string, unknown][] = Object.entries(schema.types);
        for (const [token, resource] of Object.entries(schema.resources)) {
            described.push(
                [token, resource],
                ...Object.entries(resource.inputProperties),
                ...Object.entries(resource.properties),
            );
        }
        const undescribed = described.filter(([, what]) => {
            const { description = "" } = what as { description?: string };
            return description.trim() === "" || description.includes("[object");
        });
        deepEqual(
            undescribed.map(([name]) => name),
            [],
        );
    });
});
