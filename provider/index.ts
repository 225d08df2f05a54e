import * as pulumi from "@pulumi/pulumi";
import { openMetadataProvider } from "./provider";

void pulumi.provider.main(openMetadataProvider, process.argv.slice(2));
