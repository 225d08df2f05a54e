import type { Check } from "../finding";
import { intendedAdmins, passwords, seen, shippedAdmin, token } from "./admins";
import { bots } from "./bots";
import { jwt } from "./jwt";
import { publicKeyUrls } from "./publicKeyUrls";
import { clock, https, reachable, signIn, version } from "./server";
import { enforcement, environment, fields, mapping, rest, roles, secret, source, stated, teams } from "./settings";
import { keyId, loaded, modulus, notShipped, replicas } from "./signingKey";
import { defaultRole, teams as teamsExist } from "./teams";
import { clientSecret, discovery, issuer, tenantKeys } from "./tenant";

/** All checks, in the order in which they are shown: causes before what comes of them. */
export const checks: readonly Check[] = [
    discovery,
    issuer,
    tenantKeys,
    clientSecret,
    reachable,
    version,
    https,
    clock,
    replicas,
    loaded,
    notShipped,
    keyId,
    modulus,
    publicKeyUrls,
    stated,
    source,
    fields,
    rest,
    environment,
    roles,
    enforcement,
    mapping,
    teams,
    teamsExist,
    defaultRole,
    secret,
    signIn,
    token,
    seen,
    passwords,
    shippedAdmin,
    intendedAdmins,
    bots,
    jwt,
];
