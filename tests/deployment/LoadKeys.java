import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Loads a pair of key files in the way in which OpenMetadata does, signs a token with the private key, checks it with the
 * public one, and prints it.
 *
 * Arguments: the file of the private key, that of the public key, the key id.
 */
class LoadKeys {
    public static void main(String[] arguments) throws Exception {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        PrivateKey privateKey = rsa.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(arguments[0]))));
        PublicKey publicKey = rsa.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(Path.of(arguments[1]))));

        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + arguments[2] + "\"}";
        String claims = "{\"iss\":\"om.example.com\",\"sub\":\"ingestion-bot\"}";
        String signed = encode(header.getBytes("UTF-8")) + "." + encode(claims.getBytes("UTF-8"));

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(privateKey);
        signature.update(signed.getBytes("US-ASCII"));
        byte[] signatureBytes = signature.sign();

        signature.initVerify(publicKey);
        signature.update(signed.getBytes("US-ASCII"));
        if (!signature.verify(signatureBytes)) {
            throw new IllegalStateException("The public key does not fit the private key.");
        }
        System.out.print(signed + "." + encode(signatureBytes));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
