"use strict";

// Auth0 runs this after every sign-in of the tenant, whatever the application. signInRules.ts deploys it as it stands, with
// the secrets: the client ID, the rules and the teams by role as JSON. What cannot be read throws, so that nobody signs in by it.

exports.onExecutePostLogin = async (event, api) => {
    if (event.client.client_id !== event.secrets.clientId) {
        return;
    }
    const rules = JSON.parse(event.secrets.rules);
    const roles = event.authorization?.roles ?? [];
    const refused = refusedBy(rules, event, roles);
    if (refused !== undefined) {
        api.access.deny(rules.refusalMessages[refused]);
        return;
    }
    if (rules.requireMfa && !isRefresh(event) && !hasSecondFactor(event)) {
        api.multifactor.enable("any", { allowRememberBrowser: false });
    }
    if (rules.teamsClaim !== undefined) {
        api.idToken.setCustomClaim(rules.teamsClaim, teamsOf(JSON.parse(event.secrets.teams), roles));
    }
};

/** The rule by which the user may not sign in. */
function refusedBy(rules, { organization, user: { email, email_verified } }, roles) {
    const { organizationId, allowedRoles, allowedEmailDomains, requireVerifiedEmail } = rules;
    if (organizationId !== undefined && organization?.id !== organizationId) {
        return "organization";
    }
    if (allowedRoles !== undefined && !allowedRoles.some((role) => roles.includes(role))) {
        return "role";
    }
    if (allowedEmailDomains !== undefined && !allowedEmailDomains.includes(domainOf(email))) {
        return "emailDomain";
    }
    return requireVerifiedEmail && email_verified !== true ? "unverifiedEmail" : undefined;
}

/** The teams of a user's roles, each once. */
function teamsOf(teams, roles) {
    const mapped = Object.entries(teams).filter(([role]) => roles.includes(role));
    return [...new Set(mapped.map(([, team]) => team))];
}

/** Subdomains are domains of their own. */
function domainOf(email) {
    return (email ?? "").split("@").at(-1).toLowerCase();
}

/** Nobody is there to be asked for a second factor when a token is refreshed: Auth0 would refuse it. */
function isRefresh({ transaction }) {
    return transaction?.protocol === "oauth2-refresh-token";
}

/** The session has one already, so that a renewal in the background goes through. */
function hasSecondFactor({ authentication }) {
    return authentication?.methods.some(({ name }) => name === "mfa") ?? false;
}
