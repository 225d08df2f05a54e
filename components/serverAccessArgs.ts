import type * as pulumi from "@pulumi/pulumi";

/** Which running OpenMetadata server, and who works on it there. */
export interface ServerAccessArgs {
    /** URL of the OpenMetadata server, with the path that it is served below where it has one. */
    url: pulumi.Input<string>;
    /** Token of an admin of the server, other than the default `admin`. Stored as a secret, wrapped or not. */
    token: pulumi.Input<string>;
}
