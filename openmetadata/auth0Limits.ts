import { type Problem, problemAt } from "./problem";

/**
 * How many URLs an application may have in each of its lists: callbacks, logout URLs, web origins.
 *
 * Source: auth0/docs, pull requests 6558 and 6564, "up to 100 URLs".
 */
export const urlsInList = 100;

/** Checks the name of an application: Auth0 takes neither `<` nor `>`, and users see it on one line. */
export function checkDisplayName(key: string, name: string): Problem[] {
    return /^[^<>\p{C}\p{Zl}\p{Zp}]{1,128}$/u.test(name) && name.trim() === name
        ? []
        : problemAt(
              key,
              `${JSON.stringify(name)} is not a valid application name`,
              "Write up to 128 characters on one line, without < and > and without spaces around them.",
          );
}

/** Checks the description of an application: Auth0 takes 140 characters. */
export function checkDescription(key: string, description: string): Problem[] {
    return description.length <= 140
        ? []
        : problemAt(key, `has ${description.length} characters`, "Write up to 140 characters.");
}

/** Checks the names or IDs of connections, in the characters that Auth0 has in them. */
export function checkConnections(key: string, connections: readonly string[]): Problem[] {
    return connections.flatMap((connection, index) =>
        /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(connection)
            ? []
            : problemAt(
                  `${key}[${index}]`,
                  `${JSON.stringify(connection)} is not a valid connection name or ID`,
                  "Write its name as the Auth0 dashboard shows it, such as Username-Password-Authentication, or its ID, con_….",
              ),
    );
}
