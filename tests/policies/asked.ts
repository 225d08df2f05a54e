import * as policy from "@pulumi/policy";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzeRequest, AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A resource as the engine tells of it. */
export interface Told {
    readonly type: string;
    readonly name: string;
    readonly inputs?: Record<string, unknown>;
    /** Where left out, the inputs. */
    readonly outputs?: Record<string, unknown>;
    readonly protect?: boolean;
    readonly parent?: Told;
    /** What its provider is told. */
    readonly provider?: Record<string, unknown>;
    /** The resources that each property comes from. */
    readonly from?: Record<string, Told>;
}

/** A value as the engine marks a secret. */
export function secret(value: unknown): unknown {
    return { [specialSigKey]: specialSecretSig, value };
}

/** A text that is not known yet, as the engine marks it. */
export { unknownValue as unknown } from "@pulumi/pulumi/runtime/rpc";

/** What one policy says about resources, in the order in which the engine asks: about each, then about the stack. */
export async function sayings(
    asked: policy.Policies[number],
    resources: readonly Told[],
    { config = {}, stack = "prod" }: { config?: Record<string, unknown>; stack?: string } = {},
): Promise<string[]> {
    const said: string[] = [];
    const report = (message: string): void => {
        said.push(message);
    };
    const urnOf = ({ type, name }: Told): string => `urn:pulumi:${stack}::project::${type}::${name}`;
    const common = {
        getConfig: (() => ({ ...defaultsOf(asked), ...config })) as policy.ResourceValidationArgs["getConfig"],
        stackTags: new Map<string, string>(),
        notApplicable: (): never => {
            throw new Error("not applicable");
        },
    };
    const described = (told: Told, values: Record<string, unknown>): policy.PolicyResource => ({
        type: told.type,
        name: told.name,
        urn: urnOf(told),
        props: policyView(values),
        opts: {
            protect: told.protect ?? false,
            ignoreChanges: [],
            aliases: [],
            additionalSecretOutputs: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
        },
        ...(told.provider && {
            provider: { type: "pulumi:providers:auth0", name: "provider", urn: "provider", props: told.provider },
        }),
        isType: () => false,
        asType: () => undefined,
        dependencies: [],
        propertyDependencies: {},
    });

    for (const told of resources) {
        engineAsks(urnOf(told), told.inputs ?? {});
        const args = { ...common, ...described(told, told.inputs ?? {}), parent: undefined, asType: () => undefined };
        if ("validateResource" in asked && typeof asked.validateResource === "function") {
            await asked.validateResource(args, report);
        }
    }
    if ("validateStack" in asked) {
        engineAsksOfStack(resources.map((told) => [urnOf(told), outputsOf(told)]));
        const all = new Map(resources.map((told) => [told, described(told, outputsOf(told))]));
        for (const [told, resource] of all) {
            resource.parent = told.parent && all.get(told.parent);
            for (const [property, source] of Object.entries(told.from ?? {})) {
                resource.propertyDependencies[property] = [all.get(source)].filter((found) => found !== undefined);
            }
        }
        await asked.validateStack({ ...common, resources: [...all.values()] }, report);
    }
    return said;
}

function outputsOf({ inputs, outputs }: Told): Record<string, unknown> {
    return outputs ?? inputs ?? {};
}

/** The engine fills in the defaults of a policy's configuration. */
function defaultsOf({ configSchema }: policy.Policy): Record<string, unknown> {
    const properties = Object.entries(configSchema?.properties ?? {});
    return Object.fromEntries(properties.map(([name, schema]) => [name, schema.default]));
}

/** Values as `@pulumi/policy` gives them: not saying what is secret, and throwing where one is not known. */
function policyView(values: Record<string, unknown>): Record<string, unknown> {
    const { unknownCheckingProxy } = policy as unknown as { unknownCheckingProxy: <T>(values: T) => T };
    return unknownCheckingProxy(withoutSecrets(values) as Record<string, unknown>);
}

function withoutSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutSecrets);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return specialSigKey in value
        ? withoutSecrets((value as { value?: unknown }).value)
        : Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withoutSecrets(field)]));
}

type Fields = Parameters<typeof Struct.fromJavaScript>[0];

function engineAsks(urn: string, values: Record<string, unknown>): void {
    const request = new AnalyzeRequest();
    request.setUrn(urn);
    request.setProperties(Struct.fromJavaScript(values as Fields));
    AnalyzerService.analyze.requestDeserialize(Buffer.from(request.serializeBinary()));
}

function engineAsksOfStack(resources: readonly (readonly [urn: string, values: Record<string, unknown>])[]): void {
    const request = new AnalyzeStackRequest();
    for (const [urn, values] of resources) {
        const resource = new AnalyzerResource();
        resource.setUrn(urn);
        resource.setProperties(Struct.fromJavaScript(values as Fields));
        request.addResources(resource);
    }
    AnalyzerService.analyzeStack.requestDeserialize(Buffer.from(request.serializeBinary()));
}
