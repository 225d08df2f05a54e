import * as pulumi from "@pulumi/pulumi";
import type { SingleSignOnArgs } from "./components";
import { type AdditionalGrantType, checkAdditionalGrantTypes } from "./components/grantTypes";
import { type ApplicationType, checkApplicationType, checkSpaHasNoSecret } from "./openmetadata/applicationType";
import { checkPrivateKey } from "./openmetadata/jwtKey";
import { checkKeySize } from "./openmetadata/keySize";
import { checkClaim } from "./openmetadata/principalClaims";
import { checkPeople } from "./openmetadata/principals";
import type { Problem } from "./openmetadata/problem";
import { refuse } from "./components/invalidInput";
import { checkServerUrls } from "./openmetadata/serverUrl";
import { checkSessionExpiry, checkTokenValidity } from "./openmetadata/session";
import { checkIssuer } from "./openmetadata/shipped";
import { checkTenantDomain } from "./openmetadata/tenantDomain";
import { checkVersion } from "./openmetadata/version";

/** The keys of the stack's configuration; `Pulumi.yaml` describes them. */
const keys = [
    "applicationType",
    "openMetadataUrl",
    "admins",
    "principalDomain",
    "connections",
    "displayName",
    "additionalGrantTypes",
    "clientSecret",
    "privateKey",
    "keySize",
    "keyRotation",
    "issuer",
    "targetVersion",
    "selfSignup",
    "enforcePrincipalDomain",
    "principalClaims",
    "principalClaimsMapping",
    "sessionExpiry",
    "tokenValidity",
] as const;
type Key = (typeof keys)[number];

/** Reads values as Pulumi hands them over: as text, lists and numbers in JSON. Notes what has the wrong type. */
class ConfigReader {
    readonly problems: Problem[] = [];
    readonly #values: ReadonlyMap<string, string>;

    constructor(private readonly project: string) {
        this.#values = new Map(Object.entries(pulumi.runtime.allConfig()).filter(([, value]) => value !== ""));
    }

    /** The key as the user writes it. */
    name(key: Key): string {
        return `${this.project}:${key}`;
    }

    /** Text; `undefined` where the key is not set. */
    text(key: Key): string | undefined {
        return this.#values.get(this.name(key));
    }

    /** A list of texts; one text alone is a list of one. Empty where the key is not set or has the wrong type. */
    list(key: Key): string[] {
        const text = this.text(key);
        if (text === undefined) {
            return [];
        }
        if (!/^\s*[[{]/.test(text)) {
            return [text];
        }
        const value = parseJson(text);
        if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
            return value;
        }
        this.problems.push({
            key: this.name(key),
            wrong: "is no list of texts",
            write: `Write a list in the stack's file, or run \`pulumi config set --path '${key}[0]' VALUE\`.`,
        });
        return [];
    }

    /** A whole number; `undefined` where the key is not set or has the wrong type. */
    integer(key: Key): number | undefined {
        const text = this.text(key);
        if (text === undefined || /^\d{1,9}$/.test(text)) {
            return text === undefined ? undefined : Number(text);
        }
        this.problems.push({
            key: this.name(key),
            wrong: `${JSON.stringify(text)} is no whole number`,
            write: "Write digits only, such as 2048.",
        });
        return undefined;
    }

    /** `true` or `false`; `undefined` where the key is not set or has the wrong type. */
    boolean(key: Key): boolean | undefined {
        const text = this.text(key);
        if (text === undefined || text === "true" || text === "false") {
            return text === undefined ? undefined : text === "true";
        }
        this.problems.push({
            key: this.name(key),
            wrong: `${JSON.stringify(text)} is neither true nor false`,
            write: "Write true or false.",
        });
        return undefined;
    }

    /** Texts by name, all of `names` and no other; `undefined` where the key is not set or has the wrong type. */
    record<Name extends string>(key: Key, names: readonly Name[]): Record<Name, string> | undefined {
        const text = this.text(key);
        if (text === undefined) {
            return undefined;
        }
        const value = parseJson(text);
        if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            const entries = Object.entries(value);
            const right = entries.every(
                ([name, item]) => names.some((known) => known === name) && typeof item === "string",
            );
            if (right && entries.length === names.length) {
                return value as Record<Name, string>;
            }
        }
        this.problems.push({
            key: this.name(key),
            wrong: `does not have exactly ${names.join(" and ")}`,
            write: names.map((name) => `Run \`pulumi config set --path ${key}.${name} VALUE\`.`).join(" "),
        });
        return undefined;
    }

    /** Notes each key of the project that there is not. */
    refuseUnknownKeys(): void {
        for (const name of this.#values.keys()) {
            const key = name.slice(this.project.length + 1);
            if (name.startsWith(`${this.project}:`) && !keys.some((known) => known === key)) {
                this.problems.push({
                    key: name,
                    wrong: "there is no such key",
                    write: `Remove it, or write one of ${keys.join(", ")}.`,
                });
            }
        }
    }
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/**
 * The Auth0 tenant and what the provider signs in to it with, as the provider itself looks for them: in the stack's
 * configuration, then in the environment.
 */
function checkProvider(): Problem[] {
    const config = new pulumi.Config("auth0");
    const has = (key: string, variable: string): boolean => Boolean(config.get(key) ?? process.env[variable]);
    const problems = checkTenantDomain("auth0:domain", tenantDomain());
    if (has("apiToken", "AUTH0_API_TOKEN") || has("cliLogin", "AUTH0_CLI_LOGIN")) {
        return problems;
    }
    if (!has("clientId", "AUTH0_CLIENT_ID")) {
        problems.push({
            key: "auth0:clientId",
            wrong: "is missing: Pulumi cannot sign in to the tenant",
            write: "Write the client ID of a Machine to Machine application of the tenant, or set AUTH0_CLIENT_ID.",
        });
    }
    if (
        !has("clientSecret", "AUTH0_CLIENT_SECRET") &&
        !has("clientAssertionPrivateKey", "AUTH0_CLIENT_ASSERTION_PRIVATE_KEY")
    ) {
        problems.push({
            key: "auth0:clientSecret",
            wrong: "is missing: Pulumi cannot sign in to the tenant",
            write: "Run `pulumi config set --secret auth0:clientSecret` with the secret of that application, or set AUTH0_CLIENT_SECRET.",
        });
    }
    return problems;
}

function tenantDomain(): string {
    return new pulumi.Config("auth0").get("domain") ?? process.env["AUTH0_DOMAIN"] ?? "";
}

/**
 * The stack's configuration, read and checked as a whole.
 *
 * @throws InvalidInput with every mistake, each under the key that the user wrote.
 */
export function readConfig(): SingleSignOnArgs {
    const reader = new ConfigReader(pulumi.getProject());
    const applicationType = reader.text("applicationType") as ApplicationType;
    const serverUrls = reader.list("openMetadataUrl");
    const admins = reader.list("admins");
    const principalDomain = reader.text("principalDomain");
    const connections = reader.list("connections");
    const additionalGrantTypes = reader.list("additionalGrantTypes") as AdditionalGrantType[];
    const privateKey = reader.text("privateKey");
    const keySize = reader.integer("keySize");
    const issuer = reader.text("issuer");
    const targetVersion = reader.text("targetVersion");
    const selfSignup = reader.boolean("selfSignup");
    const enforcePrincipalDomain = reader.boolean("enforcePrincipalDomain");
    const principalClaims = reader.list("principalClaims");
    const principalClaimsMapping = reader.record("principalClaimsMapping", ["username", "email"]);
    const sessionExpiry = reader.integer("sessionExpiry");
    const tokenValidity = reader.integer("tokenValidity");
    reader.refuseUnknownKeys();

    const mistyped = new Set(reader.problems.map(({ key }) => key));
    const checked = [
        ...checkApplicationType(reader.name("applicationType"), applicationType),
        ...checkServerUrls(reader.name("openMetadataUrl"), serverUrls),
        ...checkPeople(reader.name("admins"), admins, reader.name("principalDomain"), principalDomain),
        ...checkAdditionalGrantTypes(reader.name("additionalGrantTypes"), applicationType, additionalGrantTypes),
        ...checkSpaHasNoSecret(reader.name("clientSecret"), applicationType, reader.text("clientSecret") !== undefined),
        ...(privateKey === undefined ? [] : checkPrivateKey(reader.name("privateKey"), privateKey)),
        ...(keySize === undefined ? [] : checkKeySize(reader.name("keySize"), keySize)),
        ...(issuer === undefined ? [] : checkIssuer(reader.name("issuer"), issuer)),
        ...(targetVersion === undefined ? [] : checkVersion(reader.name("targetVersion"), targetVersion)),
        ...principalClaims.flatMap((claim) => checkClaim(reader.name("principalClaims"), claim)),
        ...Object.entries(principalClaimsMapping ?? {}).flatMap(([name, claim]) =>
            checkClaim(`${reader.name("principalClaimsMapping")}.${name}`, claim),
        ),
        ...(sessionExpiry === undefined ? [] : checkSessionExpiry(reader.name("sessionExpiry"), sessionExpiry)),
        ...(tokenValidity === undefined ? [] : checkTokenValidity(reader.name("tokenValidity"), tokenValidity)),
        ...checkProvider(),
    ];
    // What has the wrong type reads as empty; that it is empty is no second mistake.
    refuse([...reader.problems, ...checked.filter(({ key }) => !mistyped.has(key))]);

    return {
        applicationType,
        domain: tenantDomain(),
        serverUrls,
        admins,
        principalDomain,
        displayName: reader.text("displayName") ?? `OpenMetadata (${pulumi.getStack()})`,
        connections,
        additionalGrantTypes,
        clientSecret:
            reader.text("clientSecret") === undefined ? undefined : new pulumi.Config().requireSecret("clientSecret"),
        privateKey: privateKey === undefined ? undefined : new pulumi.Config().requireSecret("privateKey"),
        keySize,
        keyRotation: reader.text("keyRotation"),
        issuer,
        targetVersion,
        selfSignup,
        enforcePrincipalDomain,
        principalClaims: principalClaims.length === 0 ? undefined : principalClaims,
        principalClaimsMapping,
        sessionExpiry,
        tokenValidity,
    };
}
