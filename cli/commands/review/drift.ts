import { commandLine, fromSources, stackOption } from "../commandLine";
import { asCode } from "./asCode";
import { type Change, topOf, typeOf } from "./change";

/** The one option whose key in a stack's configuration is not the name of its argument in a program. */
const urls = fromSources ? "openMetadataUrl" : "serverUrls";

/** The option that sets a property of a resource, by the resource's type. */
const keys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "auth0:index/client:Client": {
        allowedLogoutUrls: urls,
        appType: "applicationType",
        callbacks: urls,
        description: "description",
        grantTypes: "additionalGrantTypes",
        name: "displayName",
        webOrigins: urls,
    },
    "auth0:index/clientCredentials:ClientCredentials": { clientSecret: "clientSecret" },
    "auth0:index/connectionClient:ConnectionClient": { connectionId: "connections" },
};

/** The two ways out of drift, in Markdown: undo it, or keep it in the configuration. None where there is no drift. */
export function waysOut(stack: string, drift: readonly Change[]): string[] {
    if (drift.length === 0) {
        return [];
    }
    const undo = commandLine("up", ...stackOption(stack), "--refresh");
    return [
        `**Undo it:** ${asCode(undo)} sets the stack's values again.`,
        `**Keep it:** set it in the ${fromSources ? "configuration" : "program"} first, then run the same command. ${[...new Set(drift.flatMap(homes))].join(" ")}`,
    ];
}

/** Which option sets each property is that has drifted. */
function homes({ op, urn, properties }: Change): string[] {
    const type = typeOf(urn);
    if (type === "openmetadata-server:index:SecurityConfiguration") {
        return ["Settings of the server: their options."];
    }
    const known = keys[type] ?? {};
    const names = op === "delete" ? Object.keys(known) : properties.map(({ path }) => topOf(path));
    return op === "delete" && type === "auth0:index/client:Client"
        ? ["An application that was deleted: only a new one, with another client ID."]
        : [...new Set(names)].map((name) =>
              known[name] === undefined
                  ? `${asCode(name)}: no option sets it, it can only be undone.`
                  : `${asCode(name)}: ${asCode(known[name])}.`,
          );
}
