import { principalName } from "../openmetadata/principals";
import { problemAt } from "../openmetadata/problem";
import { shipped } from "../openmetadata/shipped";
import { plainName } from "./leaves";
import { validateLeaves, type WholePolicy } from "./violations";

/** Names under which OpenMetadata takes its admins: in its settings, its environment, and its Helm chart. */
const settings = ["adminprincipals", "authorizeradminprincipals", "initialadmins"];

/** OpenMetadata's default admin is not an admin principal. */
export const adminPrincipal: WholePolicy = {
    name: "openmetadata-no-admin-principal",
    description:
        "OpenMetadata creates an account for the principal admin at every start, with a public password, however " +
        "often it is deleted (OpenMetadata's conf/openmetadata.yaml).",
    url: "https://docs.open-metadata.org/latest/deployment/security/auth0",
    enforcementLevel: "mandatory",
    ...validateLeaves(({ path, name, value }) =>
        settings.includes(plainName(name)) &&
        value.split(/[[\],"\s]+/).some((principal) => principalName(principal) === shipped.admin)
            ? problemAt(path, "names the account admin", "Write the names of users.")
            : [],
    ),
};
