import { isHostName } from "./hostName";
import { isPortableEntry } from "./portable";
import { checkEnforcedClaims, kindOfNames, type NameClaims, nameClaimOf } from "./principalClaims";
import { type Problem, problemAt } from "./problem";
import { shipped } from "./shipped";

const email =
    /^(?<name>[a-z0-9.!#$%&'*+/=?^_`{|}~-]+)@(?<domain>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)$/i;

/** The settings that decide who is which user, and who is an admin. They are right or wrong together. */
export interface People extends NameClaims {
    /** E-mail addresses of the admins; their names where users are named by a claim that is not an address. */
    readonly admins: readonly string[];
    /** Domain of the users' e-mail addresses. Default: that of the first admin. */
    readonly principalDomain?: string | undefined;
    /** All domains whose users may sign in, where there are several. Default: the principal domain alone. */
    readonly allowedDomains?: readonly string[] | undefined;
    /** Whether users of other domains are refused. Default: `true`. */
    readonly enforcePrincipalDomain?: boolean | undefined;
}

/** The name that OpenMetadata gives the user with this e-mail address: what stands before the `@`, in lower case. */
export function principalName(emailAddress: string): string {
    return (emailAddress.split("@", 1)[0] ?? "").toLowerCase();
}

/** The domain of an e-mail address, in lower case. */
export function domainOf(emailAddress: string): string {
    return emailAddress.slice(emailAddress.lastIndexOf("@") + 1).toLowerCase();
}

/** The principal domain as the server compares it, letter by letter: in lower case. */
export function principalDomainOf({ admins, principalDomain }: Pick<People, "admins" | "principalDomain">): string {
    return principalDomain?.toLowerCase() ?? domainOf(admins.find((admin) => admin.includes("@")) ?? "");
}

/** The allowed domains as the server compares them, letter by letter: in lower case. Empty where none are named. */
export function allowedDomainsOf({ allowedDomains }: Pick<People, "allowedDomains">): string[] {
    return (allowedDomains ?? []).map((domain) => domain.toLowerCase());
}

/** Checks that `value` is a domain name, and not OpenMetadata's default. */
export function checkPrincipalDomain(key: string, value: string): Problem[] {
    // A last part of digits makes an address of IPv4, or a number.
    if (!isHostName(value) || !/\.(?!\d+$)[^.]+$/.test(value)) {
        return problemAt(
            key,
            `${JSON.stringify(value)} is not a valid domain name`,
            "Write the part of your e-mail addresses after the @, such as example.com.",
        );
    }
    if (value.toLowerCase() === shipped.principalDomain) {
        return problemAt(
            key,
            `${JSON.stringify(value)} is OpenMetadata's default domain, not yours`,
            "Write the domain of your own e-mail addresses.",
        );
    }
    return [];
}

/**
 * Checks that a server enforces its domains. Where it does not, the domain of an address counts for nothing: the user
 * is named by the part before the `@` alone.
 *
 * @param enforced - `enforcePrincipalDomain` as it was found, in any form; what is not stated is not judged.
 */
export function checkDomainEnforcement(key: string, enforced: unknown): Problem[] {
    if (String(enforced) !== "false") {
        return [];
    }
    return problemAt(
        key,
        "users of other domains can sign in under the names of this one: anyone who can sign in with another domain and the " +
            "part before the @ of an admin's address is that admin",
        "Set enforcePrincipalDomain to true; name further domains in allowedDomains.",
    );
}

/**
 * Checks admins and domains together.
 *
 * @param keyOf - The key that the user writes for a setting. Default: its name.
 */
export function checkPeople(people: People, keyOf: (name: keyof People) => string = (name) => name): Problem[] {
    const { principalDomain } = people;
    const domains = [
        ...(principalDomain === undefined ? [] : checkPrincipalDomain(keyOf("principalDomain"), principalDomain)),
        ...checkAllowedDomains(people, keyOf),
    ];
    // Against a domain that is wrong itself, every address would be outside.
    return [
        ...domains,
        ...(people.enforcePrincipalDomain === false ? [] : checkEnforcedClaims(keyOf("principalClaims"), people)),
        ...checkAdmins(keyOf("admins"), people, domains.length === 0),
        ...checkPrincipalDomainIsKnown(keyOf("principalDomain"), people),
    ];
}

/** Checks that there is a principal domain: admins that are given by their names have none that it could be taken from. */
function checkPrincipalDomainIsKnown(key: string, { admins, principalDomain }: People): Problem[] {
    if (principalDomain !== undefined || admins.length === 0 || admins.some((admin) => admin.includes("@"))) {
        return [];
    }
    return problemAt(
        key,
        "is missing, and no admin has an e-mail address to take it from",
        "Write the part of your e-mail addresses after the @, such as example.com.",
    );
}

/** Checks the allowed domains. They take the place of the principal domain, and only where domains are enforced. */
function checkAllowedDomains(people: People, keyOf: (name: keyof People) => string): Problem[] {
    const key = keyOf("allowedDomains");
    const domains = allowedDomainsOf(people);
    if (domains.length === 0) {
        return [];
    }
    if (people.enforcePrincipalDomain === false) {
        return problemAt(
            key,
            "has no effect where enforcePrincipalDomain is false: the server accepts users of every domain",
            `Remove ${keyOf("enforcePrincipalDomain")}, or the allowed domains.`,
        );
    }
    const problems = domains.flatMap((domain, index) =>
        domains.indexOf(domain) < index
            ? problemAt(`${key}[${index}]`, `${JSON.stringify(domain)} is named twice`, "Remove it.")
            : checkPrincipalDomain(`${key}[${index}]`, domain),
    );
    const principalDomain = principalDomainOf(people);
    if (problems.length === 0 && people.principalDomain !== undefined && !domains.includes(principalDomain)) {
        problems.push({
            key,
            wrong: `lacks the principal domain ${principalDomain}; the allowed domains take its place, so its users would be refused`,
            write: `Add ${principalDomain}, or set principalDomain to one of the allowed domains.`,
        });
    }
    return problems;
}

/**
 * Checks the admins: at least one, given as users are named, in a domain whose users may sign in, nobody called `admin`,
 * no two with the same name.
 *
 * OpenMetadata makes each principal a user `name@principalDomain` at every start, so `admin` would come back however
 * often it is deleted, and an address outside the domain would become another person's account.
 *
 * @param inDomains - Whether the domains are right, so that the addresses can be held against them.
 */
function checkAdmins(key: string, people: People, inDomains: boolean): Problem[] {
    const { admins } = people;
    if (admins.length === 0) {
        return problemAt(
            key,
            "is empty, so nobody could administer OpenMetadata",
            "Write at least one e-mail address.",
        );
    }
    if (nameClaimOf(people).toLowerCase() === "sub") {
        return problemAt(
            key,
            "users are named by the claim sub, such as auth0|5f7c8ec7: OpenMetadata's settings cannot carry such a name, so nobody would be an admin",
            "Name users by another claim, such as email.",
        );
    }
    const first = new Map<string, string>();
    return admins.flatMap((admin, index) => {
        const at = `${key}[${index}]`;
        const name = principalName(admin);
        const other = first.get(name);
        first.set(name, other ?? admin);
        const problem =
            wrongName(admin, people) ?? (inDomains ? wrongDomain(admin, people) : undefined) ?? twice(admin, other);
        return problem === undefined ? [] : [{ key: at, ...problem }];
    });
}

type Wrong = Omit<Problem, "key">;

function wrongName(admin: string, people: People): Wrong | undefined {
    const quoted = JSON.stringify(admin);
    const kind = kindOfNames(people);
    const claim = nameClaimOf(people);
    if (principalName(admin) === shipped.admin) {
        return {
            wrong: `${quoted} is OpenMetadata's default admin, whose password is public`,
            write: "Write a user's e-mail address.",
        };
    }
    if (kind === "name" && admin.includes("@")) {
        return {
            wrong: `${quoted} is an e-mail address, but users are named by the claim ${claim}: nobody would be the admin ${principalName(admin)}`,
            write: `Write this admin's value of the claim ${claim}, up to the @ if it has one.`,
        };
    }
    if ((kind === "email" || admin.includes("@")) && !email.test(admin)) {
        return {
            wrong: `${quoted} is not a valid e-mail address`,
            write: "Write the whole address, such as jane.doe@example.com.",
        };
    }
    return /^[a-z0-9._+-]+$/.test(principalName(admin)) && isPortableEntry(principalName(admin))
        ? undefined
        : {
              wrong: `${quoted} has a name ${admin.includes("@") ? "before the @ " : ""}that OpenMetadata's settings cannot carry`,
              write:
                  "Up to the @, if there is one, use only letters, digits and . _ + -; not a number with a sign, a point or a " +
                  "leading zero, not a date, and not a word such as yes, no or null.",
          };
}

function wrongDomain(admin: string, people: People): Wrong | undefined {
    if (!admin.includes("@")) {
        // A name that stands for itself: the server finds the domain in another claim.
        return undefined;
    }
    const quoted = JSON.stringify(admin);
    const allowed = allowedDomainsOf(people);
    const domain = domainOf(admin);
    if (allowed.length > 0) {
        return allowed.includes(domain)
            ? undefined
            : {
                  wrong: `${quoted} is outside the allowed domains, so the server would refuse this admin`,
                  write: `Write an address of ${allowed.join(" or ")}, or add ${domain} to allowedDomains.`,
              };
    }
    const principalDomain = principalDomainOf(people);
    return domain === principalDomain
        ? undefined
        : {
              wrong: `${quoted} is outside the principal domain ${principalDomain}; OpenMetadata would make it ${principalName(admin)}@${principalDomain}`,
              write: `Write an address of ${principalDomain}, or name all domains of your users in allowedDomains.`,
          };
}

function twice(admin: string, other: string | undefined): Wrong | undefined {
    if (other === undefined) {
        return undefined;
    }
    return other.toLowerCase() === admin.toLowerCase()
        ? { wrong: `${JSON.stringify(admin)} is named twice`, write: "Remove one of the two." }
        : {
              wrong: `${JSON.stringify(admin)} and ${JSON.stringify(other)} would be one user, ${principalName(admin)}: OpenMetadata names users by the part before the @`,
              write: "Remove one of the two.",
          };
}
