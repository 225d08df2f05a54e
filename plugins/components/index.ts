import * as pulumi from "@pulumi/pulumi";
import { keepSecretsOutOfDebugMessages } from "../../components";
import { skipAnsweredErrors } from "../../components/pulumiInternals/answeredErrors";
import { componentProvider } from "./provider";

keepSecretsOutOfDebugMessages();
skipAnsweredErrors();

void pulumi.provider.main(componentProvider, process.argv.slice(2));
