import type { KoaContextWithOIDC } from "oidc-provider";
import type { Json, JsonObject } from "../json";
import { memberRoles } from "../managementApi/organizations";
import { rolesOf } from "../managementApi/roles";
import { shownUser } from "../managementApi/users";
import type { ClientRecord, OrganizationRecord, UserRecord } from "../records";
import type { Store } from "../store";
import { connectionOf } from "../users";
import { asText } from "./asText";

/** The ways in which a sign-in comes about, by the response type, as `event.transaction.protocol` names them. */
const protocols: Readonly<Record<string, string>> = {
    code: "oidc-basic-profile",
    "code id_token": "oidc-hybrid-profile",
    id_token: "oidc-implicit-profile",
    "id_token token": "oidc-implicit-profile",
};

/** Who signs in, and to what. */
export interface SignInSubject {
    readonly client: ClientRecord;
    readonly user: UserRecord;
    readonly organization: OrganizationRecord | undefined;
    /** Whether a refresh token is exchanged, and nobody is there. */
    readonly isRefresh: boolean;
}

/**
 * What an Action at the trigger `post-login` is told: the members that Auth0 documents, as far as the sandbox knows them.
 *
 * Inferred: on the exchange of a refresh token, `authentication` is left out.
 */
export function postLoginEvent(
    store: Store,
    ctx: KoaContextWithOIDC,
    { client, user, organization, isRefresh }: SignInSubject,
): JsonObject {
    const { session } = ctx.oidc;
    const connection = store.list("connections").find(({ name }) => name === connectionOf(user));
    const roles = organization === undefined ? rolesOf(store, user) : memberRoles(store, organization, user);
    const signedIn = new Date((session?.loginTs ?? 0) * 1000).toISOString();
    return {
        client: { client_id: client.client_id, name: client.name, metadata: client.client_metadata ?? {} },
        user: { app_metadata: {}, user_metadata: {}, multifactor: [], ...shownUser(user) },
        authorization: { roles: roles.map(({ name }) => name) },
        connection: { id: connection?.id, name: connection?.name, strategy: connection?.strategy, metadata: {} },
        tenant: { id: new URL(ctx.oidc.issuer).hostname },
        transaction: transaction(ctx, isRefresh),
        request: {
            hostname: ctx.hostname,
            ip: ctx.ip,
            method: ctx.method,
            user_agent: ctx.get("user-agent"),
            language: ctx.get("accept-language").split(",")[0],
            query: isRefresh ? {} : parameters(ctx),
            body: {},
            geoip: {},
        },
        ...(organization !== undefined && {
            organization: {
                id: organization.id,
                name: organization.name,
                display_name: organization.display_name,
                metadata: organization.metadata ?? {},
            },
        }),
        ...(!isRefresh && {
            authentication: {
                methods: ["pwd", ...(session?.amr ?? [])].map((name) => ({ name, timestamp: signedIn })),
            },
        }),
    };
}

function transaction(ctx: KoaContextWithOIDC, isRefresh: boolean): JsonObject {
    if (isRefresh) {
        const scopes = ctx.oidc.entities.RefreshToken?.scope ?? "";
        return { protocol: "oauth2-refresh-token", requested_scopes: scopes.split(" "), locale: "en" };
    }
    const given = parameters(ctx);
    const words = (name: string): string[] => asText(given[name]).split(" ").filter(Boolean);
    const responseType = words("response_type");
    return {
        protocol: protocols[responseType.toSorted().join(" ")] ?? "",
        protocol_params: given,
        requested_scopes: words("scope"),
        redirect_uri: given["redirect_uri"],
        response_type: responseType,
        response_mode: given["response_mode"],
        state: given["state"],
        prompt: words("prompt"),
        login_hint: given["login_hint"],
        acr_values: words("acr_values"),
        ui_locales: words("ui_locales"),
        locale: "en",
    };
}

/** The parameters of the request to `/authorize`, also where the sign-in goes on after a page. */
function parameters({ oidc }: KoaContextWithOIDC): JsonObject {
    return Object.fromEntries(
        Object.entries(oidc.params ?? {}).filter((entry): entry is [string, Json] => typeof entry[1] === "string"),
    );
}
