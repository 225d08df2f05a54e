import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { rootCertificates } from "node:tls";
import { generate } from "selfsigned";
import type { StateFolder } from "./stateFolder";

/** A certificate with its private key, both in PEM form. */
export interface Certificate {
    readonly key: string;
    readonly certificate: string;
}

const day = 86_400_000;
const bundleFile = "ca-bundle.pem";
const separator = "# What was trusted before\n";

/** Makes a certificate for the HTTPS server of a tenant on loopback. It vouches for itself and for no other. */
export async function makeServerCertificate(): Promise<Certificate> {
    return make("localhost", 397, "ec", [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: true },
        {
            name: "subjectAltName",
            altNames: [
                { type: 2, value: "localhost" },
                { type: 7, ip: "127.0.0.1" },
                { type: 7, ip: "::1" },
            ],
        },
    ]);
}

/** Makes the RSA key that signs a tenant's tokens, with the certificate that Auth0 shows of it. */
export async function makeSigningCertificate(): Promise<Certificate> {
    return make("sandbox.localhost", 3650, "rsa");
}

async function make(
    commonName: string,
    days: number,
    keyType: "rsa" | "ec",
    extensions?: NonNullable<Parameters<typeof generate>[1]>["extensions"],
): Promise<Certificate> {
    const { private: key, cert } = await generate([{ name: "commonName", value: commonName }], {
        keyType,
        keySize: 2048,
        algorithm: "sha256",
        notAfterDate: new Date(Date.now() + days * day),
        ...(extensions && { extensions }),
    });
    return { key, certificate: cert };
}

/** Whether a certificate has to be replaced: it ends within a month. */
export function endsSoon(certificate: string): boolean {
    return Date.parse(new X509Certificate(certificate).validTo) < Date.now() + 30 * day;
}

/**
 * Writes the file for `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`: the tenant's certificate, and whatever was trusted
 * before, since Go trusts nothing but what is in that file.
 *
 * @returns Its path.
 */
export function writeBundle(folder: StateFolder, certificate: string): string {
    const own = folder.file(bundleFile);
    const before = process.env["SSL_CERT_FILE"];
    const isOwn = before !== undefined && resolve(before) === own;
    const trusted = isOwn
        ? (folder.read(bundleFile)?.split(separator)[1] ?? defaultRoots())
        : before === undefined || before === ""
          ? defaultRoots()
          : readFileSync(before, "utf8");
    folder.write(bundleFile, `${certificate.trim()}\n${separator}${trusted}`);
    return own;
}

function defaultRoots(): string {
    return `${rootCertificates.join("\n")}\n`;
}
