import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";

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

/** The inputs of a resource as the engine sent them, with its marks of what is secret or unknown. */
export function engineInputs(urn: string): unknown {
    return valuesOf(inputs, urn);
}

/** The outputs of a resource as the engine sent them, with its marks of what is secret or unknown. */
export function engineOutputs(urn: string): unknown {
    return valuesOf(outputs, urn);
}

function valuesOf(values: Values, urn: string): unknown {
    // Without them a policy would see no secrets, and pass whatever it is asked about.
    if (!values.has(urn)) {
        throw new Error(`What the engine sent about ${urn} did not come by: @pulumi/policy reads it in another way.`);
    }
    return values.get(urn);
}
