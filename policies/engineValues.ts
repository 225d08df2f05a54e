import { isDeepStrictEqual } from "node:util";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { type Leaf, leavesOf } from "./leaves";

/** The inputs, or the outputs, of the resources that the engine asked about last, by their URNs. */
type Values = Map<string, unknown>;

const inputs: Values = new Map();
const outputs: Values = new Map();

/** What of a request, or of a resource in one, is needed here. */
interface Described {
    getUrn(): string;
    getProperties(): { toJavaScript(): unknown } | undefined;
}

function keep(values: Values, resource: Described): void {
    values.set(resource.getUrn(), resource.getProperties()?.toJavaScript());
}

// The engine says of each value whether it is a secret, and @pulumi/policy takes that away before a policy sees it. So it
// is read off the requests as they come in, by Pulumi's own definition of the service, `pulumi/analyzer.proto`.
const { analyze, analyzeStack } = AnalyzerService;
const deserializeAnalyze = analyze.requestDeserialize;
analyze.requestDeserialize = (bytes) => {
    const request = deserializeAnalyze(bytes);
    keep(inputs, request);
    return request;
};
const deserializeAnalyzeStack = analyzeStack.requestDeserialize;
analyzeStack.requestDeserialize = (bytes) => {
    const request = deserializeAnalyzeStack(bytes);
    outputs.clear();
    for (const resource of request.getResourcesList()) {
        keep(outputs, resource);
    }
    return request;
};

/** The texts in the inputs of a resource. */
export function inputLeaves(urn: string): Leaf[] {
    return leavesIn(inputs, urn);
}

/** The texts in the outputs of a resource. */
export function outputLeaves(urn: string): Leaf[] {
    return leavesIn(outputs, urn);
}

/** The texts in the outputs of a resource that are not among its inputs, or are no secret any more. */
export function newOutputLeaves(urn: string): Leaf[] {
    const known = inputs.has(urn) ? inputLeaves(urn) : [];
    return outputLeaves(urn).filter((leaf) => !known.some((input) => isDeepStrictEqual(input, leaf)));
}

function leavesIn(values: Values, urn: string): Leaf[] {
    // Without them a policy would see no secrets, and pass whatever it is asked about.
    if (!values.has(urn)) {
        throw new Error(`What the engine sent about ${urn} did not arrive: @pulumi/policy reads it differently.`);
    }
    return leavesOf(values.get(urn));
}
