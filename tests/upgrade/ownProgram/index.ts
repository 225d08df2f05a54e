import { ApplicationType, Auth0Application, JwtSigningKeys } from "../../../components";

const application = new Auth0Application("catalogue", {
    applicationType: ApplicationType.Web,
    serverUrls: ["https://om.example.com"],
    displayName: "Data catalogue",
    description: "Sign-in for the data catalogue",
    connections: ["Username-Password-Authentication"],
});
const keys = new JwtSigningKeys("tokens", { rotations: ["first", "second"] });

export const clientId = application.clientId;
export const clientSecret = application.clientSecret;
export const keyId = keys.keyId;
export const privateKeyDer = keys.privateKeyDer;
export const retiredKeys = keys.retiredKeys;
