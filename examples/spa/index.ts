import { SingleSignOn, stackOutputs } from "openmetadata-auth0";

const signOn = new SingleSignOn("openmetadata", {
    applicationType: "spa",
    serverUrls: ["https://openmetadata.example.com"],
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
});

export = stackOutputs(signOn);
