import { randomBytes, randomInt, randomUUID } from "node:crypto";

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function random(length: number): string {
    return Array.from({ length }, () => alphanumeric.charAt(randomInt(alphanumeric.length))).join("");
}

/** Ids and secrets in the forms that Auth0 gives them, so that tools which look at the form accept them. */
export const identifiers = {
    client: (): string => random(32),
    clientSecret: (): string => randomBytes(48).toString("base64url"),
    credential: (): string => `cred_${random(22)}`,
    connection: (): string => `con_${random(16)}`,
    resourceServer: (): string => randomBytes(12).toString("hex"),
    clientGrant: (): string => `cgr_${random(16)}`,
    user: (): string => randomBytes(12).toString("hex"),
    role: (): string => `rol_${random(16)}`,
    organization: (): string => `org_${random(16)}`,
    /** Actions, their versions and their bindings have ids of this form. */
    action: (): string => randomUUID(),
};
