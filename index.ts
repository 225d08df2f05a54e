import { keepSecretsOutOfDebugMessages, SingleSignOn, skipPromiseTraces, stackOutputs } from "./components";
import { readConfig } from "./config";

keepSecretsOutOfDebugMessages();
skipPromiseTraces();

export = stackOutputs(new SingleSignOn("openmetadata", readConfig()));
