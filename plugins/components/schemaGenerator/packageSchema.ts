import { join } from "node:path";
import type { PropertyDefinition } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { components } from "../components";
import manifest from "../../../package.json";
import { analyse } from "./analysis";
import { secretProperties } from "./secrets";

/** The schema of the package, of which Pulumi makes SDKs for other languages, and by which it checks programs in YAML. */
export function packageSchema(): object {
    const { name, version, description, license, homepage, repository, keywords } = manifest;
    const { components: found, ...analysis } = analyse(
        join(__dirname, "../../.."),
        "components/index.ts",
        name,
        Object.keys(components),
    );
    const { language, resources, types, ...schema } = generateSchema(
        name,
        version,
        description,
        found,
        analysis.typeDefinitions,
        analysis.dependencies,
    );
    return {
        ...schema,
        displayName: "Auth0 sign-in for OpenMetadata",
        keywords: [...keywords, "kind/component", "category/infrastructure"],
        homepage,
        repository: repository.url.replace(/^git\+/, ""),
        license,
        language: {
            ...language,
            csharp: { ...(language?.["csharp"] as object), namespaces: { [name]: "OpenMetadataAuth0" } },
            python: { ...(language?.["python"] as object), pyproject: { enabled: true } },
        },
        types: Object.fromEntries(
            Object.entries(types).map(([token, type]) => [
                token,
                {
                    ...type,
                    description: analysis.typeDefinitions[token.slice(token.lastIndexOf(":") + 1)]?.description,
                    ...(type.properties !== undefined && { properties: properties(type.properties) }),
                },
            ]),
        ),
        resources: Object.fromEntries(
            Object.entries(resources).map(([token, resource]) => [
                token,
                {
                    ...resource,
                    inputProperties: properties(resource.inputProperties, secretProperties),
                    properties: properties(resource.properties, secretProperties),
                },
            ]),
        ),
    };
}

/** Properties as a schema has them: which are required is said elsewhere there, and which are secret is said here. */
function properties(
    definitions: Record<string, PropertyDefinition> = {},
    secrets: ReadonlySet<string> = new Set(),
): Record<string, object> {
    return Object.fromEntries(
        Object.entries(definitions).map(([name, { optional: _optional, ...definition }]) => [
            name,
            { ...definition, ...(secrets.has(name) && { secret: true }) },
        ]),
    );
}
