import * as pulumi from "@pulumi/pulumi";
import { declaredBy } from "../unit/mocks";

/** A resource that a program registers, as URNs name it but for stack and project: types of its parents, type, name. */
export interface Registered {
    readonly name: string;
    /** The names that its aliases stand for. */
    readonly aliases: readonly string[];
}

/** What of Pulumi's mock of the engine is used here. */
interface Monitor {
    newUrn(parent: string, type: string, name: string): string;
    registerResource(
        request: { getAliasurnsList(): string[] },
        callback: (error: unknown, response?: { getUrn(): string }) => void,
    ): Promise<void>;
    supportsFeature(
        request: { getId(): string },
        callback: (error: unknown, response: { getHassupport(): boolean }) => void,
    ): void;
}

/** The part of a URN that a program decides. */
export function nameIn(urn: string): string {
    return urn.split("::").slice(2).join("::");
}

/** The types of a resource and its parents; the stack itself is not among them. */
function typesIn(urn: string): string {
    const [types = ""] = nameIn(urn).split("::");
    return types === pulumi.runtime.rootPulumiStackTypeName ? "" : types;
}

/** Runs a program as a stack, but against mocks, and gives all that it registers. */
export async function registeredBy(program: () => void): Promise<Registered[]> {
    const registered: Registered[] = [];
    await declaredBy(async () => {
        const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
        const register = monitor.registerResource.bind(monitor);
        const registerResource: Monitor["registerResource"] = (request, callback) =>
            register(request, (error, response) => {
                if (response !== undefined) {
                    const name = nameIn(response.getUrn());
                    registered.push({ name, aliases: request.getAliasurnsList().map(nameIn) });
                }
                callback(error, response);
            });
        // The URNs of the mock name one parent and no more.
        const newUrn: Monitor["newUrn"] = (parent, type, name) => {
            const types = [typesIn(parent), type].filter((part) => part !== "").join("$");
            return ["urn:pulumi:stack", "project", types, name].join("::");
        };
        // An engine that takes aliases as they are written works out what they stand for, which the mock does not.
        const supports = monitor.supportsFeature.bind(monitor);
        const supportsFeature: Monitor["supportsFeature"] = (request, callback) => {
            if (request.getId() === "aliasSpecs") {
                callback(null, { getHassupport: () => false });
            } else {
                supports(request, callback);
            }
        };
        Object.assign(monitor, { newUrn, registerResource, supportsFeature });
        await pulumi.runtime.runInPulumiStack(() => {
            program();
            return Promise.resolve();
        });
    });
    return registered.filter(({ name }) => !name.startsWith(pulumi.runtime.rootPulumiStackTypeName));
}
