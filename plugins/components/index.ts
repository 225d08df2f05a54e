import * as pulumi from "@pulumi/pulumi";
import { keepSecretsOutOfDebugMessages } from "../../components";
import { logNoAnswers } from "./logNoAnswers";
import { componentProvider } from "./provider";

keepSecretsOutOfDebugMessages();
logNoAnswers();

void pulumi.provider.main(componentProvider, process.argv.slice(2));
