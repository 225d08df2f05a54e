import { deepEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { settingsIn } from "../../openmetadata/serverSettings";
import { serverYaml } from "../../openmetadata/renderings/serverYaml";
import { servers } from "./deployments";

const folder = join(__dirname, "upstream", "openmetadata-spec-1.4.0");

/** Settings that came after 1.4.0, the newest version of which schemas are published. */
const newer = [
    "authorizerConfiguration.allowedDomains",
    "authenticationConfiguration.tokenValidationAlgorithm",
    "authenticationConfiguration.jwtPrincipalClaimsMapping",
    "authenticationConfiguration.forceSecureSessionCookie",
    "authenticationConfiguration.sessionExpiry",
    "authenticationConfiguration.oidcConfiguration.prompt",
    "authenticationConfiguration.oidcConfiguration.maxAge",
    "authenticationConfiguration.oidcConfiguration.tokenValidity",
    "authenticationConfiguration.oidcConfiguration.sessionExpiry",
];

/** OpenMetadata's schemas refer to each other by where their files are, and not by the ids that they have. */
function schemas(): Ajv {
    const ajv = new Ajv({
        strict: false,
        allErrors: true,
        keywords: ["javaType", "existingJavaType"],
        formats: { password: true },
    });
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) {
            const file = join(entry.parentPath, entry.name);
            const schema = JSON.parse(readFileSync(file, "utf8")) as object;
            ajv.addSchema({ ...schema, $id: pathToFileURL(file).href });
        }
    }
    return ajv;
}

describe("Sections of openmetadata.yaml", () => {
    const ajv = schemas();

    for (const { name, settings, secrets } of servers) {
        it(`The sections match OpenMetadata's JSON schemas (${name})`, () => {
            const unknown: string[] = [];
            const wrong: string[] = [];
            for (const [section, content] of Object.entries(serverYaml(settings, secrets))) {
                const file = pathToFileURL(join(folder, "configuration", `${section}.json`)).href;
                const validate = ajv.getSchema(file);
                if (validate === undefined) {
                    throw new Error(`There is no schema for ${relative(folder, file)}.`);
                }
                void validate(content);
                for (const { keyword, instancePath, params, message } of validate.errors ?? []) {
                    const path = [section, ...instancePath.split("/").slice(1)].join(".");
                    if (keyword === "additionalProperties") {
                        unknown.push(`${path}.${(params as { additionalProperty: string }).additionalProperty}`);
                    } else {
                        wrong.push(`${path} ${message ?? keyword}`);
                    }
                }
            }
            deepEqual(wrong, []);
            const names = settingsIn(settings, secrets)
                .filter(({ environmentOnly }) => !environmentOnly)
                .map(({ key }) => key);
            deepEqual(unknown.sort(), newer.filter((key) => names.includes(key)).sort());
        });
    }
});
