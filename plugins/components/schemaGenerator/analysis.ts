import { Analyzer, type AnalyzeResult, type PropertyDefinition } from "@pulumi/pulumi/provider/experimental/analyzer";
import ts from "typescript";

/**
 * Types whose values are documents in a form of OpenMetadata's or of its chart's, to be handed on as they are. They are of
 * any depth, or of shapes that a schema has no words for, so other languages have them as maps of any values.
 */
const documents: readonly string[] = ["Tree", "HelmValues", "IngestionWorkflow"];

/** The steps of the SDK's analyzer that are taken part in here. They are private to it. */
interface Steps {
    readonly checker: ts.TypeChecker;
    analyze(): AnalyzeResult;
    analyzeComponent(node: ts.ClassDeclaration): { description?: string };
    analyzeSymbol(context: unknown, symbol: ts.Symbol): PropertyDefinition;
    analyzeType(
        context: unknown,
        type: ts.Type,
        location: unknown,
        optional?: boolean,
        description?: string,
    ): PropertyDefinition;
}

/**
 * What the sources say about components: their inputs and outputs, with types and descriptions.
 *
 * The SDK's own analyzer does it. It is helped where it knows no way: with documents, and with descriptions that have a link
 * in them or belong to a type.
 *
 * @param folder - the folder with tsconfig.json
 * @param main - the source that exports the components, seen from there
 */
export function analyse(folder: string, main: string, name: string, components: readonly string[]): AnalyzeResult {
    const analyzer = new Analyzer(folder, name, { main }, new Set(components)) as unknown as Steps;
    const { checker } = analyzer;
    const steps = {
        analyzeComponent: analyzer.analyzeComponent.bind(analyzer),
        analyzeSymbol: analyzer.analyzeSymbol.bind(analyzer),
        analyzeType: analyzer.analyzeType.bind(analyzer),
    };
    const descriptionOf = (symbol: ts.Symbol | undefined): { description?: string } => {
        const text = ts.displayPartsToString(symbol?.getDocumentationComment(checker));
        return text === "" ? {} : { description: text.replaceAll(/\{@link (?:\w+\.)*(\w+)\}/g, "`$1`") };
    };
    const interfaces = new Map<string, ts.Symbol>();

    Object.assign(analyzer, {
        analyzeComponent: (node) => ({
            ...steps.analyzeComponent(node),
            ...descriptionOf(node.name && checker.getSymbolAtLocation(node.name)),
        }),
        analyzeSymbol: (context, symbol) => ({ ...steps.analyzeSymbol(context, symbol), ...descriptionOf(symbol) }),
        analyzeType: (context, type, location, optional, description) => {
            const symbol = type.getSymbol();
            if (symbol !== undefined && documents.includes(symbol.name)) {
                return {
                    type: "object",
                    additionalProperties: { $ref: "pulumi.json#/Any" },
                    ...(optional === true && { optional }),
                };
            }
            // TypeScript has one kind of number; all here are counts, of bits or of seconds.
            if ((type.flags & ts.TypeFlags.Number) !== 0) {
                return { ...steps.analyzeType(context, type, location, optional, description), type: "integer" };
            }
            if (symbol !== undefined && type.isClassOrInterface()) {
                interfaces.set(symbol.name, symbol);
            }
            const property = steps.analyzeType(context, type, location, optional, description);
            return "$ref" in property ? { ...property, $ref: typeName(property.$ref) } : property;
        },
    } satisfies Partial<Steps>);

    const { typeDefinitions, ...result } = analyzer.analyze();
    return {
        ...result,
        typeDefinitions: Object.fromEntries(
            Object.entries(typeDefinitions).map(([type, definition]) => [
                typeName(type),
                { ...definition, ...descriptionOf(interfaces.get(type)) },
            ]),
        ),
    };
}

/** The name of a type in a schema, to which the SDKs add `Args` for what is an input themselves. */
function typeName(name: string): string {
    return name.replace(/Args$/, "");
}
