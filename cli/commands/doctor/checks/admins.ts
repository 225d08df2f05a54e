import { principalName } from "../../../../openmetadata/principals";
import { shipped } from "../../../../openmetadata/shipped";
import { type Check, error, hidden, ok, warning } from "../finding";
import { listOf } from "../intended";
import { valueOf } from "../probe";
import { asAdmin, hasStackKey } from "../remedies";
import { commandLine } from "../../commandLine";

/** The token that doctor was given is an admin's. */
export const token: Check = ({ admin }) => {
    const id = "token.accepted";
    if (admin === undefined) {
        return [];
    }
    if ("error" in admin.self) {
        return [
            error(
                id,
                admin.self.error,
                "Admins, bots and stored settings could not be checked.",
                "Use an admin's token that is still valid; to see why this one is refused, inspect it with --jwt.",
            ),
        ];
    }
    const { name, isAdmin } = admin.self.value;
    return [
        isAdmin === true
            ? ok(id, `${name}, an admin`)
            : error(
                  id,
                  `${name}, not an admin`,
                  "Bots and stored settings could not be checked.",
                  "Use an admin's token.",
              ),
    ];
};

/** What an admin can see was seen. */
export const seen: Check = ({ admin }) => {
    if (valueOf(admin?.self)?.isAdmin !== true || admin === undefined) {
        return [];
    }
    const { security, admins, shippedAdmin: account, bots } = admin;
    return [security, admins, account, bots].flatMap((result) =>
        "error" in result
            ? [
                  error(
                      "token.sees",
                      result.error,
                      "What depends on it could not be checked.",
                      "Run doctor again once the server has recovered; if it does not recover, check its log.",
                  ),
              ]
            : [],
    );
};

/**
 * Nobody is an admin with the password that everyone knows. It is not tried: a server whose database says basic makes each
 * admin principal of its environment with it, where there was no such user before.
 *
 * Source: OpenMetadata's `UserRepository.initializeUsers`.
 */
export const passwords: Check = (facts) => {
    const id = "admins.password";
    const { admin, intended, server } = facts;
    const provider = server.authentication.map(valueOf).find((answer) => answer !== undefined)?.provider;
    // Under Auth0 the server takes no password.
    if (provider !== "basic") {
        return [];
    }
    const principals = [
        shipped.admin,
        ...listOf(intended, "authorizerConfiguration.adminPrincipals").map(principalName),
    ];
    const found = valueOf(admin?.admins)?.flatMap(({ name, isBot }) => (isBot === true ? [] : [name.toLowerCase()]));
    const names =
        found === undefined
            ? principals.filter((name) => name === shipped.admin || hasStackKey(facts))
            : principals.filter((name) => found.includes(name));
    return names.length === 0
        ? []
        : [
              error(
                  id,
                  `${names.join(", ")}${found === undefined ? ", if they are there" : ""}`,
                  `Users sign in with passwords, and the server creates its admin principals with the password ${shipped.admin}, ` +
                      "which is public; users who existed before keep their own.",
                  "Let the server use the stack's settings (see settings.database), with which it accepts no password. Delete " +
                      `${shipped.admin}; before passwords are used again, reset those of the others.`,
              ),
          ];
};

/** OpenMetadata's default admin is deleted. */
export const shippedAdmin: Check = ({ admin, server }) => {
    const id = "admins.default";
    if (admin === undefined) {
        return "error" in server.version ? [] : [hidden(id, asAdmin)];
    }
    if ("error" in admin.shippedAdmin) {
        return [];
    }
    return [
        admin.shippedAdmin.value === undefined
            ? ok(id, `no ${shipped.admin}`)
            : error(
                  id,
                  `${shipped.admin} exists`,
                  "This is OpenMetadata's default admin, whose password is public.",
                  `Set openmetadata:token in the stack and run \`${commandLine("up")}\`, which deletes it for good. It comes back at ` +
                      "the next start while AUTHORIZER_ADMIN_PRINCIPALS in the server's environment names it or is not set: give " +
                      "the server the exported settings.",
              ),
    ];
};

/** The admins are those that the stack names. */
export const intendedAdmins: Check = ({ admin, intended, server }) => {
    if (admin === undefined && !("error" in server.version)) {
        return [hidden("admins.missing", asAdmin), hidden("admins.others", asAdmin)];
    }
    const found = valueOf(admin?.admins);
    if (found === undefined) {
        return [];
    }
    const expected = listOf(intended, "authorizerConfiguration.adminPrincipals").map(principalName);
    const names = found.map(({ name }) => name.toLowerCase());
    const missing = expected.filter((name) => !names.includes(name));
    const others = found.filter(
        ({ name, isBot }) => isBot !== true && name !== shipped.admin && !expected.includes(name.toLowerCase()),
    );
    return [
        missing.length === 0
            ? ok("admins.missing", expected.join(", "))
            : error(
                  "admins.missing",
                  missing.join(", "),
                  "These users cannot administer OpenMetadata. At each start, the server creates the admin principals in its " +
                      "environment that do not exist yet; it does not make an existing user an admin.",
                  "Start the server with the exported settings. An admin can make existing users admins in OpenMetadata; " +
                      "with a Web application, their next sign-in does.",
              ),
        others.length === 0
            ? ok("admins.others", "only those of the stack")
            : warning(
                  "admins.others",
                  others.map(({ name }) => name).join(", "),
                  "These users are admins, but not in the stack. OpenMetadata never removes the admin role by itself, and an admin " +
                      `that it created while users signed in with passwords has the password ${shipped.admin}.`,
                  "Remove their admin role in OpenMetadata, or add them to the admins of the stack.",
              ),
    ];
};
