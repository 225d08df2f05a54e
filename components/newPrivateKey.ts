/** Makes an RSA private key of a size in bits, in PKCS#8 PEM. */
export async function newPrivateKey(keySize: number): Promise<string> {
    // It takes long to load, and most runs make no key.
    const { pki } = (await import("node-forge")).default;
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
