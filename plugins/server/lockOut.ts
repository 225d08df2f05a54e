import { shipped } from "../../openmetadata/shipped";
import { at, type Tree } from "../../openmetadata/tree";
import { answerText } from "../../openmetadata/api/answerText";
import { printable } from "../../openmetadata/api/printable";

/** How long a provider may take to answer, in milliseconds. */
const patience = 15_000;

/**
 * Refuses settings with which nobody could sign in, or nobody administer the server: no admin, the shipped admin among
 * them, an Auth0 tenant that does not answer, keys that are not there.
 *
 * @throws Error with everything that is wrong.
 */
export async function refuseLockOut(settings: object): Promise<void> {
    const problems = [
        ...adminProblems(settings as Tree<unknown>),
        ...(await reachabilityProblems(settings as Tree<unknown>)),
    ];
    if (problems.length > 0) {
        throw new Error(
            `These settings would lock users out, and were not sent:\n${problems.map((problem) => `  ${problem}`).join("\n")}\n` +
                "Fix that, or set allowLockOut to write them anyway.",
        );
    }
}

function adminProblems(settings: Tree<unknown>): string[] {
    const admins = at(settings, "authorizerConfiguration.adminPrincipals");
    if (!Array.isArray(admins) || admins.length === 0) {
        return ["adminPrincipals is empty: nobody could administer the server."];
    }
    return admins.includes(shipped.admin)
        ? [`${shipped.admin} is among adminPrincipals: the server would create the default admin again at every start.`]
        : [];
}

async function reachabilityProblems(settings: Tree<unknown>): Promise<string[]> {
    const authority = at(settings, "authenticationConfiguration.authority");
    const discovery = `${String(authority)}/.well-known/openid-configuration`;
    const keys = `${String(authority)}/.well-known/jwks.json`;
    const urls = at(settings, "authenticationConfiguration.publicKeyUrls");
    const [discoveryProblem, keysProblem] = await Promise.all([
        problemOf(discovery, "issuer", (issuer) => typeof issuer === "string" && issuer.startsWith("https://")),
        problemOf(keys, "keys", (list) => Array.isArray(list) && list.length > 0),
    ]);
    return [
        ...(discoveryProblem === undefined ? [] : [discoveryProblem]),
        ...(keysProblem === undefined ? [] : [keysProblem]),
        ...(Array.isArray(urls) && urls.includes(keys)
            ? []
            : [`publicKeyUrls does not include ${keys}: no sign-in would be accepted.`]),
    ];
}

/** What is wrong with a document that Auth0 serves; `undefined` where nothing is. */
async function problemOf(
    url: string,
    member: string,
    isRight: (value: unknown) => boolean,
): Promise<string | undefined> {
    try {
        const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
        if (!response.ok) {
            return `${url} answers ${response.status}.`;
        }
        const document = parsed(await answerText(response));
        return isRight(document[member]) ? undefined : `${url} has no ${member}.`;
    } catch (error) {
        const { cause } = error as Error;
        const reason = cause instanceof Error ? cause.message : (error as Error).message;
        return `${url} does not answer: ${printable(reason)}.`;
    }
}

/** The members of a JSON document; none where it is something else, or too long. */
function parsed(text: string | undefined): Record<string, unknown> {
    try {
        const document: unknown = JSON.parse(text ?? "");
        return typeof document === "object" && document !== null ? { ...document } : {};
    } catch {
        return {};
    }
}
