import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { type JWTPayload, SignJWT } from "jose";
import { makeServerCertificate } from "../../../sandbox/certificate";

/** What a test can change about an issuer. */
export interface IssuerFaults {
    /** HTTP status of the discovery document. */
    discoveryStatus?: number;
    /** What it calls itself. */
    issuer?: string;
    /** Whether it shows no keys. */
    noKeys?: true;
    /** The only client secret that it takes. */
    clientSecret?: string;
    /** How far its clock is ahead, in seconds. */
    ahead?: number;
}

/** An OpenID provider that answers as Auth0 does, as far as doctor asks, and can be made to fail. */
export class Issuer {
    readonly keyId = randomUUID();
    /** What goes wrong now. */
    faults: IssuerFaults = {};
    private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

    private constructor(
        private readonly server: Server,
        /** The certificate to trust, in PEM form. */
        readonly certificate: string,
        private readonly host: string,
    ) {}

    /**
     * Starts an issuer on a free port.
     *
     * @param host - What it is called; its certificate is for `localhost` and 127.0.0.1.
     */
    static async start(host = "localhost"): Promise<Issuer> {
        const { key, certificate } = await makeServerCertificate();
        const server = createServer({ key, cert: certificate });
        const issuer = new Issuer(server, certificate, host);
        server.on("request", (request, response) => {
            let body = "";
            request.on("data", (chunk: Buffer) => (body += chunk.toString()));
            request.on("end", () => {
                void issuer.answer(request.url ?? "", new URLSearchParams(body)).then(({ status, json }) => {
                    response.setHeader("date", new Date(Date.now() + (issuer.faults.ahead ?? 0) * 1000).toUTCString());
                    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
                });
            });
        });
        await new Promise<void>((resolve) => server.listen(0, host, resolve));
        return issuer;
    }

    /** Host and port. */
    get domain(): string {
        return `${this.host}:${(this.server.address() as AddressInfo).port}`;
    }

    /** A token of a person, valid for an hour. */
    async token(claims: JWTPayload): Promise<string> {
        return new SignJWT({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
            .setProtectedHeader({ alg: "RS256", kid: this.keyId })
            .setIssuer(`https://${this.domain}/`)
            .sign(this.keys.privateKey);
    }

    /** Stops it. */
    async close(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async answer(path: string, form: URLSearchParams): Promise<{ status: number; json: object }> {
        const base = `https://${this.domain}`;
        // Of a request to sign in only the client counts.
        switch (path.split("&", 1)[0]) {
            case "/.well-known/openid-configuration":
                return {
                    status: this.faults.discoveryStatus ?? 200,
                    json: {
                        issuer: this.faults.issuer ?? `${base}/`,
                        authorization_endpoint: `${base}/authorize`,
                        token_endpoint: `${base}/oauth/token`,
                        userinfo_endpoint: `${base}/userinfo`,
                        jwks_uri: `${base}/.well-known/jwks.json`,
                    },
                };
            case "/.well-known/jwks.json": {
                const key = { ...this.keys.publicKey.export({ format: "jwk" }), kid: this.keyId };
                return { status: 200, json: { keys: this.faults.noKeys === true ? [] : [key] } };
            }
            case "/oauth/token":
                // As Auth0: the secret is looked at before the grant.
                if (form.get("client_secret") !== this.faults.clientSecret) {
                    return { status: 401, json: { error: "access_denied", error_description: "Unauthorized" } };
                }
                return form.get("grant_type") === "authorization_code"
                    ? { status: 200, json: { id_token: await this.token(claimsOf(form.get("code") ?? "")) } }
                    : { status: 403, json: { error: "unauthorized_client", error_description: "Grant not allowed" } };
            case "/authorize?client_id=known-client":
                return { status: 302, json: {} };
            default:
                return { status: 404, json: {} };
        }
    }
}

/** A code with which a sign-in is answered that gives these claims. */
export function codeFor(claims: JWTPayload): string {
    return Buffer.from(JSON.stringify(claims)).toString("base64url");
}

function claimsOf(code: string): JWTPayload {
    return JSON.parse(Buffer.from(code, "base64url").toString()) as JWTPayload;
}
