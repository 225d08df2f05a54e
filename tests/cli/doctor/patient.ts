import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JWTPayload, SignJWT } from "jose";
import { trustingAgent } from "../../../sandbox/trustingAgent";
import { checks } from "../../../cli/commands/doctor/checks";
import { collect } from "../../../cli/commands/doctor/collect";
import type { Finding } from "../../../cli/commands/doctor/finding";
import { type Intended, intendedBy } from "../../../cli/commands/doctor/intended";
import { type Report, reportOf, tableOf } from "../../../cli/commands/doctor/report";
import type { Deployment } from "../../../openmetadata/deployment";
import { defaultPrincipalClaims } from "../../../openmetadata/principalClaims";
import { environmentOf } from "../../../openmetadata/renderings/environment";
import { serverSettings } from "../../../openmetadata/serverSettings";
import { OpenMetadataApi } from "../../../openmetadata/api";
import {
    type OpenMetadataServer,
    type OpenMetadataServerOptions,
    startOpenMetadataServer,
} from "../../openMetadataServer/server";
import type { Issuer } from "./issuer";
import { lastingPort } from "../../ports";

function makeKeys(): { publicKey: Buffer; privateKey: Buffer; signWith: Parameters<SignJWT["sign"]>[0] } {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
        publicKey: publicKey.export({ format: "der", type: "spki" }),
        privateKey: privateKey.export({ format: "der", type: "pkcs8" }),
        signWith: privateKey,
    };
}

/** The key of every patient, and one that is of nobody. */
const [stackKeys, otherKeys] = [makeKeys(), makeKeys()];

/** A stack, and a server that was started with what it exports, in all but what a test plants. */
export class Patient {
    readonly clientSecret = `secret-${randomUUID()}`;
    readonly keyId = randomUUID();
    readonly otherKeys = otherKeys;
    /** What the server is started with. */
    readonly environment: Record<string, string>;
    readonly intended: Intended;
    /** What must not be in anything that doctor says. */
    readonly secrets: string[] = [this.clientSecret, stackKeys.privateKey.toString("base64")];
    server: OpenMetadataServer | undefined;
    private readonly running: { close(): Promise<void> }[] = [];

    private constructor(
        readonly issuer: Issuer,
        readonly folder: string,
        readonly port: number,
        deployment: Partial<Deployment>,
        private readonly basePath: string,
    ) {
        const settings = serverSettings({
            applicationType: "web",
            domain: issuer.domain,
            clientId: "QXBwbGljYXRpb25JZA",
            serverUrl: this.url,
            admins: ["jane.doe@example.com", "john@example.com"],
            principalDomain: "example.com",
            keyId: this.keyId,
            issuer: "om.example.com",
            keyFolder: folder,
            selfSignup: true,
            principalClaims: defaultPrincipalClaims,
            enforcePrincipalDomain: true,
            secureSessionCookie: true,
            sessionExpiry: 604800,
            tokenValidity: 3600,
            ...deployment,
        });
        const secrets = deployment.applicationType === "spa" ? {} : { clientSecret: this.clientSecret };
        const keys = {
            privateKeyDer: stackKeys.privateKey.toString("base64"),
            publicKeyDer: stackKeys.publicKey.toString("base64"),
        };
        this.environment = { ...environmentOf(settings, secrets), BASE_PATH: basePath };
        this.intended = intendedBy(
            { serverUrl: this.url, settings, secrets, keys, ingestion: {} },
            Object.values(deployment.teams ?? {}),
        );
        issuer.faults = { clientSecret: this.clientSecret };
    }

    /** Makes one that is healthy, and does not run yet. */
    static async create(issuer: Issuer, deployment: Partial<Deployment> = {}, basePath = ""): Promise<Patient> {
        const folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-doctor-"));
        const patient = new Patient(issuer, folder, await lastingPort(), deployment, basePath);
        await patient.writeKeys(stackKeys.publicKey, stackKeys.privateKey);
        return patient;
    }

    get url(): string {
        return `http://127.0.0.1:${this.port}${this.basePath}`;
    }

    /** Writes the key files that the server loads at its next start. */
    async writeKeys(publicKey: Uint8Array | string, privateKey: Uint8Array | string): Promise<void> {
        await writeFile(join(this.folder, "public_key.der"), publicKey);
        await writeFile(join(this.folder, "private_key.der"), privateKey);
    }

    /** Writes the file of the public key alone. */
    async writePublicKey(publicKey: Uint8Array): Promise<void> {
        await writeFile(join(this.folder, "public_key.der"), publicKey);
    }

    /** Starts the server, with variables over those of the stack. */
    async start(
        environment: Readonly<Record<string, string>> = {},
        options: Partial<OpenMetadataServerOptions> = {},
    ): Promise<OpenMetadataServer> {
        this.server = await startOpenMetadataServer({
            environment: { ...this.environment, ...environment },
            port: this.port,
            trusts: this.issuer.certificate,
            ...options,
        });
        this.running.push(this.server);
        return this.server;
    }

    /** Two servers behind the stack's address, which take turns. */
    async startReplicas(second: Readonly<Record<string, string>>): Promise<void> {
        const servers = [await this.start({}, { port: 0 }), await this.start(second, { port: 0 })];
        let turn = 0;
        const balancer = createServer((incoming, response) => {
            turn += 1;
            const { url = "" } = servers[turn % servers.length] ?? {};
            incoming.pipe(
                request(
                    new URL(incoming.url ?? "", url),
                    { method: incoming.method, headers: incoming.headers },
                    (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)),
                ),
            );
        });
        await new Promise<void>((resolve) => balancer.listen(this.port, "127.0.0.1", resolve));
        this.running.push({
            close: () => {
                balancer.closeAllConnections();
                return new Promise((resolve) =>
                    balancer.close(() => {
                        resolve();
                    }),
                );
            },
        });
    }

    /** The token of an admin who has signed in through the issuer. */
    async adminToken(): Promise<string> {
        return this.keep(await this.issuer.token({ email: "jane.doe@example.com" }));
    }

    /** The token that the server has stored for the ingestion bot. */
    botToken(): string {
        return this.keep(this.server?.database.user("ingestion-bot")?.jwt?.JWTToken ?? "");
    }

    /** A token with an end that the server makes for a bot that nothing has acted as yet. */
    async finiteBotToken(): Promise<string> {
        const id = this.server?.database.user("usage-bot")?.id ?? "";
        const api = new OpenMetadataApi({ url: this.url, token: await this.adminToken() });
        await api.generateToken(id, "30");
        return this.keep((await api.authenticationMechanism(id)).jwt ?? "");
    }

    /** A token that is signed with the stack's key, and stored nowhere. */
    async sign(claims: JWTPayload, key = stackKeys): Promise<string> {
        const token = new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: this.keyId });
        return this.keep(await token.sign(key.signWith));
    }

    /** Lets doctor look. */
    async examine(given: { readonly token?: string; readonly jwt?: string } = {}): Promise<Report> {
        const dispatcher = trustingAgent(this.issuer.certificate);
        const facts = await collect({ intended: this.intended, dispatcher, ...given });
        await dispatcher.destroy();
        const findings: Finding[] = checks.flatMap((check) => [...check(facts)]);
        return reportOf("prod", this.url, findings, [this.clientSecret, ...Object.values(given)]);
    }

    /** All that doctor can say about a report: the table, and JSON. */
    static said(report: Report): string {
        return tableOf(report) + JSON.stringify(report);
    }

    /** Stops all that runs. */
    async close(): Promise<void> {
        await Promise.all(this.running.map((one) => one.close()));
        await rm(this.folder, { recursive: true });
    }

    private keep(secret: string): string {
        this.secrets.push(secret);
        return secret;
    }
}
