import { keepSecretsOutOfDebugMessages, SingleSignOn } from "./components";
import { readConfig } from "./config";

keepSecretsOutOfDebugMessages();

const signOn = new SingleSignOn("openmetadata", readConfig());

export const clientId = signOn.clientId;
export const clientSecret = signOn.clientSecret;
export const callbacks = signOn.callbacks;
export const keyId = signOn.signingKeys.keyId;
export const publicKeyPem = signOn.signingKeys.publicKeyPem;
export const publicKeyDer = signOn.signingKeys.publicKeyDer;
export const privateKeyDer = signOn.signingKeys.privateKeyDer;
export const environments = signOn.environments;
