import { documentation } from "../../documentation";
import { UsageError } from "../../usageError";
import { readYamlDocuments } from "../../userFile";
import { yamlText } from "../../yamlText";
import { checkEnvironment, readEstate } from "../environments";
import { checkResources } from "./check";
import { resourcesOf, type StackResource } from "./resource";
import { checkSection } from "./section";

/**
 * The Stacks of an estate's file, as YAML.
 *
 * @throws UsageError with every mistake in the environments, in the section `operator` and in what would become of them.
 */
export function checkedResources(file: string): string {
    let resources: StackResource[] = [];
    readEstate(file, ({ environments, operator }) => {
        const stacks = environments.map(({ stack }) => stack);
        resources = operator === undefined ? [] : resourcesOf(environments, operator);
        return [
            ...environments.flatMap((environment) => checkEnvironment(environment, false)),
            ...(operator === undefined ? [missingSection] : checkSection(operator, stacks)),
            ...checkResources(resources),
        ];
    });
    return resources.map(yamlText).join("---\n");
}

const missingSection = `operator: is missing. Write the section with secret and spec, as in ${documentation("many-environments.md")}.`;

/**
 * The Stacks in a file for Kubernetes; what else is in it is left alone.
 *
 * @throws UsageError with every mistake in them.
 */
export function resourcesIn(file: string): StackResource[] {
    const resources = readYamlDocuments(file).filter(isStack);
    const found = [
        ...(resources.length === 0 ? ["there is no Stack of pulumi.com/v1 in it."] : []),
        ...checkResources(resources),
    ];
    if (found.length > 0) {
        throw new UsageError(`Fix ${file}:\n${found.join("\n")}`);
    }
    return resources;
}

function isStack(value: unknown): value is StackResource {
    const { apiVersion, kind, metadata, spec } = (value ?? {}) as Partial<StackResource>;
    return apiVersion === "pulumi.com/v1" && kind === "Stack" && metadata !== undefined && spec !== undefined;
}
