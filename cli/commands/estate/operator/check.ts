import { repeated } from "../../../../openmetadata/once";
import { lineOf, type Problem, problemAt } from "../../../../openmetadata/problem";
import { secretKeys } from "../environment";
import { credentialsOf, stringOf } from "./credentials";
import type { StackResource } from "./resource";

/** Variables whose values are secret, by what they are called. */
const secretVariable =
    /SECRET|TOKEN|PASSWORD|PASSPHRASE(?!_FILE)|PRIVATE_KEY|CREDENTIALS$|(?:ACCESS|ACCOUNT|STORAGE|API)_KEY$/i;

/** Keys of the configuration that are secret: this project's, and those of the Auth0 provider. */
const secretConfigKeys = [
    ...Object.values(secretKeys),
    "auth0:clientSecret",
    "auth0:apiToken",
    "auth0:clientAssertionPrivateKey",
];

/**
 * Checks Stacks of the Pulumi Kubernetes Operator, made here or edited by hand: what they hold that must not be there, and what
 * each lacks. What only the operator knows of is left to its own schema, as `kubectl apply` holds it up to.
 *
 * @returns every mistake once, with the Stacks that have it. No secret is in it.
 */
export function checkResources(resources: readonly StackResource[]): string[] {
    const found = new Map<string, string[]>();
    for (const resource of resources) {
        for (const text of [...checkResource(resource), ...checkPrerequisites(resource, resources)].map(lineOf)) {
            found.set(text, [...(found.get(text) ?? []), resource.metadata.name]);
        }
    }
    return [
        ...repeated(resources.map(({ metadata: { name, namespace = "" } }) => `${namespace} ${name}`.trim())).map(
            (name) => `${name}: appears more than once. Give each Stack a name of its own.`,
        ),
        ...[...found].map(([text, names]) =>
            names.length === resources.length && names.length > 1
                ? `every Stack: ${text}`
                : `${names.join(", ")}: ${text}`,
        ),
    ];
}

function checkResource({ spec }: StackResource): Problem[] {
    return [...checkBackend(spec), ...checkSource(spec), ...plainSecrets(spec)];
}

function checkBackend(spec: StackResource["spec"]): Problem[] {
    const { backend } = spec;
    const key = "spec.backend";
    if (typeof backend !== "string" || backend === "") {
        return problemAt(
            key,
            "is missing: the state would be stored in the pod, and lost with it",
            "Write the URL of a backend, such as s3://BUCKET?region=REGION.",
        );
    }
    if (backend.startsWith("file:")) {
        return problemAt(
            key,
            "is a folder in the pod, and lost with it",
            "Write the URL of a shared backend, such as s3://BUCKET?region=REGION.",
        );
    }
    const given = Object.keys((spec["envRefs"] as object | undefined) ?? {});
    return credentialsOf(spec)
        .filter((name) => !given.some((one) => one === name || one === `${name}_FILE`))
        .filter((name) => name !== "PULUMI_ACCESS_TOKEN" || spec["accessTokenSecret"] === undefined)
        .map((name) => ({
            key: `spec.envRefs.${name}`,
            wrong: "is missing: Pulumi cannot open the backend or the secrets in the state without it",
            write: "Name the key of a Kubernetes Secret, as {type: Secret, secret: {name: …, key: …}}.",
        }));
}

function checkSource({ projectRepo, fluxSource, branch, commit }: StackResource["spec"]): Problem[] {
    if (fluxSource !== undefined) {
        return [];
    }
    if (typeof projectRepo !== "string" || projectRepo === "") {
        return problemAt(
            "spec.projectRepo",
            "is missing: the Stack has no program",
            "Write the URL of the Git repository with the program, or name a fluxSource.",
        );
    }
    return (branch === undefined) === (commit === undefined)
        ? problemAt(
              "spec.branch",
              branch === undefined ? "is missing, and so is spec.commit" : "is set together with spec.commit",
              "Write one of them: a branch to follow, or a commit to stay at.",
          )
        : [];
}

/** Secrets that stand in a Stack in plain text. */
function plainSecrets(spec: StackResource["spec"]): Problem[] {
    const write = "Name the key of a Kubernetes Secret instead, as {type: Secret, secret: {name: …, key: …}}.";
    const plain = (key: string): Problem => ({ key, wrong: "is a secret in plain text", write });
    const config = Object.keys((spec["config"] as object | undefined) ?? {});
    return [
        ...Object.keys((spec["secrets"] as object | undefined) ?? {}).map((key) => ({
            ...plain(`spec.secrets.${key}`),
            write: `Move it to spec.secretsRef.${key}. ${write}`,
        })),
        ...config
            .filter((key) => secretConfigKeys.includes(key))
            .map((key) => ({
                ...plain(`spec.config.${key}`),
                write: `Move it to spec.secretsRef.${key}. ${write}`,
            })),
        ...["backend", "projectRepo"]
            .filter((key) => /:\/\/[^/?#]*:.*@/.test(stringOf(spec[key])))
            .map((key) => ({
                key: `spec.${key}`,
                wrong: "has a password in its URL",
                write:
                    key === "backend"
                        ? "Leave it out, and name the Secret with it in spec.envRefs, such as PGPASSWORD."
                        : "Leave it out, and name the Secret with it in spec.gitAuth.",
            })),
        ...literals(spec, "spec").map(plain),
    ];
}

/** Where secrets stand as literals: the values of references, and the variables of a pod. */
function literals(value: unknown, path: string): string[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const { type, name, value: text } = value as Readonly<Record<string, unknown>>;
    const isReference = stringOf(type).toLowerCase() === "literal" || "literal" in value;
    if (isReference && (/^spec\.(secretsRef|gitAuth)\./.test(path) || secretVariable.test(path))) {
        return [path];
    }
    if (typeof name === "string" && typeof text === "string" && secretVariable.test(name)) {
        return [`${path} (${name})`];
    }
    return Object.entries(value).flatMap(([key, item]) => literals(item, `${path}.${key}`));
}

/** Stacks that wait for one another wait for ever, as for one that is not there. */
function checkPrerequisites(resource: StackResource, resources: readonly StackResource[]): Problem[] {
    const key = "spec.prerequisites";
    const neededBy = (name: string) =>
        resources
            .filter(({ metadata }) => metadata.name === name)
            .flatMap(({ spec }) => (spec["prerequisites"] as { name: string }[] | undefined) ?? [])
            .map((needed) => needed.name);
    const own = resource.metadata.name;
    const unknown = neededBy(own).filter((name) => !resources.some(({ metadata }) => metadata.name === name));
    const seen = new Set<string>();
    for (let next = neededBy(own); next.length > 0; next = next.flatMap(neededBy)) {
        next = next.filter((name) => !seen.has(name));
        next.forEach((name) => seen.add(name));
    }
    return [
        ...unknown.map((name) => ({
            key,
            wrong: `there is no Stack ${name}`,
            write: "Name one of this file, or remove it.",
        })),
        ...(seen.has(own)
            ? problemAt(key, "the Stack waits for itself", "Remove one of the prerequisites that form the circle.")
            : []),
    ];
}
