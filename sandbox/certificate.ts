import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { rootCertificates } from "node:tls";
import { generate } from "selfsigned";
import type { StateFolder } from "./stateFolder";

const day = 24 * 60 * 60 * 1000;
const bundleFile = "ca-bundle.pem";

/** A certificate and its private key, both in PEM form. */
export interface KeyPair {
    readonly key: string;
    readonly certificate: string;
}

/**
 * Makes the certificate of the HTTPS server: for `localhost`, 127.0.0.1, ::1 and the tenant's hosts, signed by itself, and
 * not allowed to sign others, so that a tool which trusts it trusts nothing else with it.
 *
 * @param hosts - The hosts of the tenant's domains as URLs have them.
 */
export async function makeServerCertificate(...hosts: readonly string[]): Promise<KeyPair> {
    const names = [...new Set(["localhost", "127.0.0.1", "::1", ...hosts.map(plain)])];
    const made = await generate([{ name: "commonName", value: "localhost" }], {
        keyType: "ec",
        algorithm: "sha256",
        // Clocks of containers and virtual machines may be behind ours.
        notBeforeDate: new Date(Date.now() - day),
        notAfterDate: new Date(Date.now() + 730 * day),
        extensions: [
            { name: "basicConstraints", cA: false, critical: true },
            { name: "keyUsage", digitalSignature: true, critical: true },
            { name: "extKeyUsage", serverAuth: true },
            {
                name: "subjectAltName",
                altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
            },
        ],
    });
    return { key: made.private, certificate: made.cert };
}

/** Makes the key with which the tenant signs tokens, and the certificate that Auth0 shows for it. */
export async function makeSigningKey(): Promise<KeyPair> {
    const made = await generate([{ name: "commonName", value: "localhost" }], {
        keyType: "rsa",
        keySize: 2048,
        algorithm: "sha256",
        notAfterDate: new Date(Date.now() + 13 * 365 * day),
    });
    return { key: made.private, certificate: made.cert };
}

/** Whether a certificate is for a host, and still is in a month. */
export function serves(certificate: string, host: string): boolean {
    const parsed = new X509Certificate(certificate);
    const name = plain(host);
    const named = isIP(name) ? parsed.checkIP(name) : parsed.checkHost(name);
    return named !== undefined && Date.parse(parsed.validTo) >= Date.now() + 30 * day;
}

/** A host of a URL without the brackets of IPv6. */
function plain(host: string): string {
    return host.replace(/^\[|\]$/g, "");
}

/** Where the tenant's bundle of trusted certificates stands. */
export function bundlePath(folder: StateFolder): string {
    return folder.file(bundleFile);
}

/**
 * Writes the certificates that tools which use the tenant are to trust: the tenant's own, and with it all that they
 * trust now. Go takes `SSL_CERT_FILE` in place of the system's roots, so a bundle of the tenant's certificate alone
 * would cut a tool off from every public host.
 *
 * @param former - Certificates of this tenant that are no longer in use, to be left out if the bundle of an earlier
 * start is what `SSL_CERT_FILE` names.
 */
export function writeBundle(folder: StateFolder, certificate: string, former: readonly string[]): void {
    const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = process.env;
    const trusted = [
        ...(certificatesIn(SSL_CERT_FILE) ?? rootCertificates),
        ...(certificatesIn(NODE_EXTRA_CA_CERTS) ?? []),
    ];
    const own = new Set([certificate, ...former].map((pem) => pem.trim()));
    const others = new Set(trusted.map((pem) => pem.trim()).filter((pem) => !own.has(pem)));
    folder.write(bundleFile, [certificate.trim(), ...others, ""].join("\n"));
}

/** The certificates of a file; `undefined` if there is none to read or it holds none. */
function certificatesIn(path: string | undefined): string[] | undefined {
    if (!path) return undefined;
    let text: string;
    try {
        text = readFileSync(path, "utf8");
    } catch {
        // A shell may still name the bundle of a tenant that has been removed.
        return undefined;
    }
    return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? undefined;
}
