import { principalName } from "../../../openmetadata/principals";
import { shipped } from "../../../openmetadata/shipped";
import { type Check, error, ok, warning } from "../finding";
import { listOf } from "../intended";
import { valueOf } from "../probe";
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
                "Admins, bots and stored settings could not be looked at.",
                "Give a token of an admin that is valid now; to see why this one is refused, look into it with --jwt.",
            ),
        ];
    }
    const { name, isAdmin } = admin.self.value;
    return [
        isAdmin === true
            ? ok(id, `${name}, an admin`)
            : error(
                  id,
                  `${name}, no admin`,
                  "Bots and stored settings could not be looked at.",
                  "Give a token of an admin.",
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
                      "What depends on it could not be looked at.",
                      "Run doctor again when the server is well; look into the server's log where it stays so.",
                  ),
              ]
            : [],
    );
};

/** The admin that OpenMetadata ships is gone. */
export const shippedAdmin: Check = ({ admin }) => {
    const id = "admins.default";
    if (admin === undefined || "error" in admin.shippedAdmin) {
        return [];
    }
    return [
        admin.shippedAdmin.value === undefined
            ? ok(id, `no ${shipped.admin}`)
            : error(
                  id,
                  `${shipped.admin} is there`,
                  "This is the account that OpenMetadata ships, with a password that everyone knows.",
                  `Set openmetadata:token in the stack and run \`${commandLine("up")}\`, which deletes it for good; it must not be among the ` +
                      "admin principals, or the server makes it anew at its next start.",
              ),
    ];
};

/** The admins are those that the stack names. */
export const intendedAdmins: Check = ({ admin, intended }) => {
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
                  "These people cannot administer OpenMetadata: the server makes its admin principals admins at every start.",
                  "Let the server have the stack's settings (see settings.admins), and restart it.",
              ),
        others.length === 0
            ? ok("admins.others", "nobody but those of the stack")
            : warning(
                  "admins.others",
                  others.map(({ name }) => name).join(", "),
                  "These people are admins without the stack knowing of it. OpenMetadata never takes the right away by itself.",
                  "Take the admin right from them in OpenMetadata, or name them among the admins of the stack.",
              ),
    ];
};
