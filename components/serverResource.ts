import * as pulumi from "@pulumi/pulumi";
import { type ServerResourceKind, type ServerResources, serverResourceType } from "../openmetadata/serverResources";

type Inputs<Kind extends ServerResourceKind> = ServerResources[Kind]["inputs"];
type Outputs<Kind extends ServerResourceKind> = ServerResources[Kind]["outputs"];

/** The inputs of a kind of resource, each of which may be known late, and its further outputs, which the plugin fills. */
type Properties<Kind extends ServerResourceKind> = {
    [Name in keyof Inputs<Kind>]: pulumi.Input<Inputs<Kind>[Name]> | undefined;
} & { [Name in Exclude<keyof Outputs<Kind>, keyof Inputs<Kind>>]-?: undefined };

/** A resource of a running server, which the plugin openmetadata-server carries out. */
export abstract class ServerResource<Kind extends ServerResourceKind> extends pulumi.CustomResource {
    protected constructor(
        kind: Kind,
        name: string,
        properties: Properties<Kind>,
        opts: pulumi.CustomResourceOptions | undefined,
    ) {
        super(serverResourceType(kind), name, properties, opts);
    }
}
