import { SingleSignOn, stackOutputs } from "openmetadata-auth0";

const server = "https://openmetadata.example.com";

const signOn = new SingleSignOn("openmetadata", {
    applicationType: "web",
    serverUrls: [server],
    admins: ["jane.doe@example.com"],
    connections: ["Username-Password-Authentication"],
    targetVersion: "1.13.1",
    selfSignup: false,
});

export = {
    ...stackOutputs(signOn),
    /** Values for OpenMetadata's chart; no secret is in them. */
    values: signOn.helmValues.apply((values) => values[server]),
    /** The Kubernetes Secrets that the values name, as `kubectl apply` takes them. Secret as a whole. */
    secrets: signOn.kubernetesSecrets.apply((secrets) => ({
        apiVersion: "v1",
        kind: "List",
        items: Object.entries(secrets[server] ?? {}).map(([name, data]) => ({
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name },
            type: "Opaque",
            data,
        })),
    })),
};
