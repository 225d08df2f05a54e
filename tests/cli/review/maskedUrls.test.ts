import { deepEqual, equal, match } from "node:assert/strict";
import fc from "fast-check";
import { maskUrls } from "../../../cli/commands/review/maskedUrls";

describe("maskUrls", () => {
    it("maskUrls masks user and password, whatever characters the password has", () => {
        for (const password of ["geheim", "ge/heim", "ge@heim", "ge?heim=1", "ge#heim", "@", "a@b/c@d"]) {
            equal(
                maskUrls(`unable to open "postgres://pulumi:${password}@db.example.com:5432/state": refused`),
                'unable to open "postgres://[secret]@db.example.com:5432/state": refused',
            );
        }
    });

    it("maskUrls masks query and fragment values", () => {
        equal(
            maskUrls(
                "open bucket s3://state?access_token=geheim&region=eu: no; postgres://db/x?sslmode=disable&password=ge%20heim&sslpassword=x",
            ),
            "open bucket s3://state?access_token=[secret]&region=[secret] no; " +
                "postgres://db/x?sslmode=[secret]&password=[secret]&sslpassword=[secret]",
        );
        equal(
            maskUrls("https://example.com/callback#id_token=geheim"),
            "https://example.com/callback#id_token=[secret]",
        );
    });

    it("maskUrls masks passwords and tokens outside a URL", () => {
        equal(
            maskUrls("cannot connect: host=db user=pulumi password=geheim sslmode=disable, PULUMI_ACCESS_TOKEN=geheim"),
            "cannot connect: host=db user=pulumi password=[secret] sslmode=disable, PULUMI_ACCESS_TOKEN=[secret]",
        );
    });

    it("maskUrls leaves other text unchanged", () => {
        for (const message of [
            "no stack named 'prod' found",
            "get stack: incorrect passphrase",
            'unable to open bucket "s3://state/": denied',
            "jane.doe@example.com is not a member",
        ]) {
            equal(maskUrls(message), message);
        }
    });

    it("maskUrls masks any password of 8 to 20 characters, and each part of it", () => {
        const masks = "error: open postgres://[secret]@host/db?password=[secret]";
        const password = fc.string({ minLength: 8, maxLength: 20 }).filter((text) => /^[^\s"'`]+$/.test(text));
        fc.assert(
            fc.property(password, (secret) => {
                const masked = maskUrls(
                    `error: open postgres://user:${secret}@host/db?password=${encodeURIComponent(secret)}`,
                );
                match(masked, /^error: open postgres:\/\/\[secret\]@/);
                // Three characters in a row are a part, where the message does not have them anyway.
                const parts = Array.from({ length: secret.length - 2 }, (_, at) => secret.slice(at, at + 3));
                deepEqual(
                    parts.filter((part) => masked.includes(part) && !masks.includes(part)),
                    [],
                );
            }),
        );
    });
});
