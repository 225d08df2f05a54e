import { randomBytes, scrypt, scryptSync, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const length = 32;
const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** A password in the form in which it is kept: salt and scrypt hash. */
export function hashPassword(password: string): string {
    const salt = randomBytes(16);
    return [salt, scryptSync(password, salt, length)].map((part) => part.toString("base64url")).join(".");
}

/** Whether this is the password that was kept. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
    const [salt, hash] = kept.split(".").map((part) => Buffer.from(part, "base64url"));
    return salt !== undefined && hash !== undefined && timingSafeEqual(await derive(password, salt, length), hash);
}
