import { checkDomainEnforcement } from "../openmetadata/principals";
import { plainName } from "./leaves";
import { stackOf, validateLeaves, type WholePolicy } from "./violations";

interface Config {
    readonly singleDomainStacks: readonly string[];
}

/** Names under which OpenMetadata takes the setting: in its settings and the Helm chart, and in its environment. */
const settings = ["enforceprincipaldomain", "authorizerenforceprincipaldomain"];

/** A server enforces the domains of its users, unless all who can sign in have one domain. */
export const principalDomain: WholePolicy = {
    name: "openmetadata-principal-domain",
    description:
        "OpenMetadata names users by the part of their e-mail address before the @: if it does not enforce domains, a user of " +
        "another domain is the admin of that name (OpenMetadata's JwtFilter).",
    url: "https://docs.open-metadata.org/latest/deployment/security/auth0",
    enforcementLevel: "mandatory",
    configSchema: {
        properties: {
            singleDomainStacks: {
                description:
                    "Stacks in which all who can sign in have one domain, as in a single connection of one company.",
                type: "array",
                items: { type: "string" },
                default: [],
            },
        },
    },
    ...validateLeaves(({ path, name, value }, args, urn) =>
        settings.includes(plainName(name)) && !args.getConfig<Config>().singleDomainStacks.includes(stackOf(urn))
            ? checkDomainEnforcement(path, value)
            : [],
    ),
};
