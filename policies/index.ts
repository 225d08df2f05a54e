import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("openmetadata-auth0", { policies });
