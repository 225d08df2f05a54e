import * as pulumi from "@pulumi/pulumi";
import { SingleSignOn, stackOutputs } from "openmetadata-auth0";

const config = new pulumi.Config();
const stack = pulumi.getStack();

const signOn = new SingleSignOn("openmetadata", {
    applicationType: "web",
    displayName: `OpenMetadata (${stack})`,
    serverUrls: [config.require("server")],
    admins: config.requireObject<string[]>("admins"),
    connections: ["Username-Password-Authentication"],
    protect: stack === "production",
});

export = stackOutputs(signOn);
