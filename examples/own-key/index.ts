import * as pulumi from "@pulumi/pulumi";
import { SingleSignOn, stackOutputs } from "openmetadata-auth0";

const config = new pulumi.Config();

const signOn = new SingleSignOn("openmetadata", {
    applicationType: "web",
    serverUrls: ["https://openmetadata.example.com"],
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    privateKey: config.requireSecret("privateKey"),
    keyId: config.require("keyId"),
});

export = stackOutputs(signOn);
