import * as pulumi from "@pulumi/pulumi";
import { keepSecretsOutOfDebugMessages } from "../components";
import { componentProvider } from "./provider";

keepSecretsOutOfDebugMessages();

void pulumi.provider.main(componentProvider, process.argv.slice(2));
