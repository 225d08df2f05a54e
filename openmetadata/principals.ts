import type { Problem } from "./problem";
import { shipped } from "./shipped";

const email =
    /^(?<name>[a-z0-9.!#$%&'*+/=?^_`{|}~-]+)@(?<domain>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)$/i;
const domainName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** The name that OpenMetadata gives the user with this e-mail address: what stands before the `@`, in lower case. */
export function principalName(address: string): string {
    return (address.split("@", 1)[0] ?? "").toLowerCase();
}

/** The domain of an e-mail address, in lower case. */
export function domainOf(address: string): string {
    return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** Checks that `value` is a domain name, and not the one that OpenMetadata ships. */
export function checkPrincipalDomain(key: string, value: string): Problem[] {
    if (!domainName.test(value)) {
        return [
            {
                key,
                wrong: `${JSON.stringify(value)} is no domain name`,
                write: "Write the part of your e-mail addresses after the @, such as example.com.",
            },
        ];
    }
    if (value.toLowerCase() === shipped.principalDomain) {
        return [
            {
                key,
                wrong: `${JSON.stringify(value)} is the domain that OpenMetadata ships, not yours`,
                write: "Write the domain of your own e-mail addresses.",
            },
        ];
    }
    return [];
}

/**
 * Checks the people who are OpenMetadata's admins: at least one, e-mail addresses inside the principal domain, nobody
 * called `admin`, no two with the same name.
 *
 * OpenMetadata makes each principal a user `name@principalDomain` at every start, so `admin` would come back however
 * often it is deleted, and an address outside the domain would become another person's account.
 */
export function checkAdmins(key: string, admins: readonly string[], principalDomain: string | undefined): Problem[] {
    if (admins.length === 0) {
        return [
            {
                key,
                wrong: "nobody is named, so nobody could administer OpenMetadata",
                write: "Write at least one e-mail address.",
            },
        ];
    }
    const problems: Problem[] = [];
    const domain = principalDomain?.toLowerCase() ?? domainOf(admins[0] ?? "");
    const names = new Set<string>();
    admins.forEach((admin, index) => {
        const at = `${key}[${index}]`;
        const quoted = JSON.stringify(admin);
        if (principalName(admin) === shipped.admin) {
            problems.push({
                key: at,
                wrong: `${quoted} is the admin account that OpenMetadata ships, with a password everyone knows`,
                write: "Write the address of a person.",
            });
        } else if (!email.test(admin)) {
            problems.push({
                key: at,
                wrong: `${quoted} is no e-mail address`,
                write: "Write the whole address, such as jane.doe@example.com.",
            });
        } else if (!/^[a-z0-9._+-]+$/.test(principalName(admin))) {
            problems.push({
                key: at,
                wrong: `${quoted} has a character before the @ that OpenMetadata's settings cannot carry`,
                write: "Write an address with letters, digits and . _ + - only before the @.",
            });
        } else if (domainOf(admin) !== domain) {
            problems.push({
                key: at,
                wrong: `${quoted} is outside the principal domain ${domain}; OpenMetadata would make it ${principalName(admin)}@${domain}`,
                write: `Write an address of ${domain}, or set principalDomain to the domain that all admins share.`,
            });
        } else if (names.has(principalName(admin))) {
            problems.push({ key: at, wrong: `${quoted} is named twice`, write: "Remove one of the two." });
        }
        names.add(principalName(admin));
    });
    return problems;
}

/**
 * Checks admins and principal domain together.
 *
 * @param principalDomain - Where left out, it is the domain that all admins share.
 */
export function checkPeople(
    adminsKey: string,
    admins: readonly string[],
    principalDomainKey: string,
    principalDomain: string | undefined,
): Problem[] {
    const problems = principalDomain === undefined ? [] : checkPrincipalDomain(principalDomainKey, principalDomain);
    // Against a domain that is wrong itself, every address would be outside.
    return [...problems, ...checkAdmins(adminsKey, admins, problems.length === 0 ? principalDomain : undefined)];
}
