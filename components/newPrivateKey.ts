import { pki } from "node-forge";

/** Makes an RSA private key of a size in bits, in PKCS#8 PEM. */
export async function newPrivateKey(keySize: number): Promise<string> {
    return new Promise((resolve, reject) => {
        pki.rsa.generateKeyPair({ bits: keySize }, (error: Error | null, pair) => {
            if (error) {
                reject(error);
            } else {
                resolve(pki.privateKeyInfoToPem(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(pair.privateKey))));
            }
        });
    });
}
