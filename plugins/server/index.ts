import * as pulumi from "@pulumi/pulumi";
import { tellEngine } from "../../components/pulumiInternals/engineLog";
import { openMetadataProvider } from "./provider";

const args = process.argv.slice(2);
tellEngine(args);
void pulumi.provider.main(openMetadataProvider, args);
