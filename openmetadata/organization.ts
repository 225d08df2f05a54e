import { type Problem, problemAt } from "./problem";

/** Whether it is the ID of an Auth0 organization, and not its name. */
export function isOrganizationId(organization: string): boolean {
    return /^org_[A-Za-z0-9]{1,60}$/.test(organization);
}

/**
 * Checks an Auth0 organization, given by its name or its ID.
 *
 * Source: Auth0's Management API, "Create an Organization" (names have 1 to 50 characters).
 */
export function checkOrganization(key: string, organization: string): Problem[] {
    return isOrganizationId(organization) || /^(?!org_)[a-z0-9][a-z0-9_-]{0,49}$/.test(organization)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(organization)} is neither the name nor the ID of an organization`,
              "Write the name as the Auth0 dashboard shows it, in lower case, such as acme, or the ID, such as org_9ybsU1dN2dKfDkBi.",
          );
}

/** Checks the ID of an Auth0 organization. */
export function checkOrganizationId(key: string, organization: string): Problem[] {
    return isOrganizationId(organization)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(organization)} is not the ID of an organization`,
              "Write the ID as the Auth0 dashboard shows it, such as org_9ybsU1dN2dKfDkBi.",
          );
}

/** Refuses an organization for a Single Page Application: its sign-in cannot name one. */
export function checkNoOrganizationOnSpa(key: string): Problem[] {
    return problemAt(
        key,
        "cannot be used with a Single Page Application: OpenMetadata's public sign-in sends Auth0 no further parameters, so it cannot name the organization",
        "Set applicationType to web, or remove it.",
    );
}

/** The parameters that OpenMetadata adds to its requests to `/authorize`: up to five, under its own names for them (1.12.6: seen). */
export function authorizationParameters(organizationId: string): Record<string, string> {
    return { customParamKey1: "organization", customParamValue1: organizationId };
}
