import type { Policies } from "@pulumi/policy";
import { adminPrincipal } from "./adminPrincipal";
import { attackProtection } from "./attackProtection";
import { confidentialClients } from "./confidentialClients";
import { crossOrigin } from "./crossOrigin";
import { grants } from "./grants";
import { httpsUrls } from "./httpsUrls";
import { keySize } from "./keySize";
import { managementApi } from "./managementApi";
import { multiFactor } from "./multiFactor";
import { oidcConformant } from "./oidcConformant";
import { principalDomain } from "./principalDomain";
import { protection } from "./protection";
import { publicClients } from "./publicClients";
import { refreshTokenExpiry } from "./refreshTokenExpiry";
import { refreshTokenRotation } from "./refreshTokenRotation";
import { rs256 } from "./rs256";
import { secretsAreSecret } from "./secretsAreSecret";
import { shippedValues } from "./shippedValues";

/** All policies of the pack. */
export const policies: Policies = [
    httpsUrls,
    grants,
    rs256,
    oidcConformant,
    crossOrigin,
    managementApi,
    refreshTokenRotation,
    refreshTokenExpiry,
    publicClients,
    confidentialClients,
    keySize,
    shippedValues,
    adminPrincipal,
    principalDomain,
    secretsAreSecret,
    protection,
    attackProtection,
    multiFactor,
];
