import { readFileSync } from "node:fs";
import { type Agent, fetch } from "undici";
import { trustingAgent } from "../../sandbox/trustingAgent";
import type { RunningTenant } from "../../sandbox/tenant";

/** A JSON object of which a test names the fields. */
export type Fields = Record<string, unknown>;

/** An application, as far as tests name its fields. */
export interface Application extends Fields {
    readonly client_id: string;
    readonly client_secret: string;
}

/** What was answered. */
export interface Answer<T> {
    readonly status: number;
    readonly body: T;
    readonly headers: Readonly<Record<string, string>>;
}

/** How to ask for something in another way than usual. */
export interface CallOptions {
    /** The access token; `null` sends none. Default: one of the management application, with all scopes. */
    readonly token?: string | null;
    readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests to a tenant, and gives every answer, also the refusals. */
export class TenantClient {
    private readonly dispatcher: Agent;

    private constructor(
        readonly tenant: RunningTenant,
        private token: string,
    ) {
        this.dispatcher = trustingAgent(readFileSync(tenant.certificateBundle));
    }

    /** Signs in as the tenant's management application. */
    static async signIn(tenant: RunningTenant): Promise<TenantClient> {
        const client = new TenantClient(tenant, "");
        client.token = await client.tokenFor({
            client_id: tenant.managementClientId,
            client_secret: tenant.managementClientSecret,
        });
        return client;
    }

    /** The same, asked at another of the tenant's domains. */
    at(domain: string): TenantClient {
        return new TenantClient({ ...this.tenant, domain }, this.token);
    }

    /** What identifies the Management API in a token request. */
    get audience(): string {
        return `https://${this.tenant.domain}/api/v2/`;
    }

    /** Asks the Management API; `path` starts behind `/api/v2`. A `body` that is a string goes out as it is. */
    call<T = Fields>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer<T>> {
        return this.send(method, `/api/v2${path}`, body, options);
    }

    /** Asks the token endpoint with the parameters that a test names, and those of the Management API else. */
    requestToken(parameters: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Fields>> {
        const body = { grant_type: "client_credentials", audience: this.audience, ...parameters };
        return this.send("POST", "/oauth/token", body, { token: null, headers });
    }

    /** An access token for an application that may have one. */
    async tokenFor(parameters: Fields): Promise<string> {
        const { status, body } = await this.requestToken(parameters);
        if (status !== 200) {
            throw new Error(`No token: ${JSON.stringify(body)}`);
        }
        return String(body["access_token"]);
    }

    /** A new application. */
    async application(settings: Fields = {}): Promise<Application> {
        const { status, body } = await this.call<Application>("POST", "/clients", { name: "Test", ...settings });
        if (status !== 201) {
            throw new Error(`No application: ${JSON.stringify(body)}`);
        }
        return body;
    }

    /** A new application for a machine, with some scopes of the Management API, and no others. */
    async machine(scope: readonly string[], audience = this.audience): Promise<Application> {
        const application = await this.application({
            app_type: "non_interactive",
            grant_types: ["client_credentials"],
            token_endpoint_auth_method: "client_secret_post",
        });
        await this.call("POST", "/client-grants", { client_id: application.client_id, audience, scope });
        return application;
    }

    /** A token for the Management API with some of its scopes. */
    async tokenWith(...scope: string[]): Promise<string> {
        return this.tokenFor(await this.machine(scope));
    }

    /** Ends the connections, so that the tenant can stop. */
    async close(): Promise<void> {
        await this.dispatcher.destroy();
    }

    async send<T>(method: string, path: string, body: unknown, options: CallOptions): Promise<Answer<T>> {
        const { token = this.token, headers } = options;
        const response = await fetch(`https://${this.tenant.domain}${path}`, {
            dispatcher: this.dispatcher,
            method,
            headers: {
                ...(token !== null && { authorization: `Bearer ${token}` }),
                ...(body !== undefined && { "content-type": "application/json" }),
                ...headers,
            },
            ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        return {
            status: response.status,
            body: (text === "" ? undefined : JSON.parse(text)) as T,
            headers: Object.fromEntries(response.headers),
        };
    }
}
