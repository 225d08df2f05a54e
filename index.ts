import { keepSecretsOutOfDebugMessages, SingleSignOn, stackOutputs } from "./components";
import { readConfig } from "./config";

keepSecretsOutOfDebugMessages();

export = stackOutputs(new SingleSignOn("openmetadata", readConfig()));
