import * as pulumi from "@pulumi/pulumi";
import type { SingleSignOnArgs } from "../components";
import { type AdditionalGrantType, checkAdditionalGrantTypes } from "../components/grantTypes";
import { refuse } from "../components/invalidInput";
import {
    ApplicationType,
    checkApplicationType,
    checkClientSecret,
    checkOneSecret,
    checkSpaHasNoSecret,
} from "../openmetadata/applicationType";
import { checkConnections, checkDisplayName } from "../openmetadata/auth0Limits";
import { type BotTokenExpiry, checkBotTokenExpiry } from "../openmetadata/botTokenExpiry";
import { checkPrivateKey } from "../openmetadata/jwtKey";
import { checkKeyRotations } from "../openmetadata/keyRotations";
import { checkKeySize } from "../openmetadata/keySize";
import { checkClaim, checkMappedClaim } from "../openmetadata/principalClaims";
import { checkBots, checkCertificatePath, checkClientId, checkRotation } from "../openmetadata/names";
import { checkPeople } from "../openmetadata/principals";
import type { Problem } from "../openmetadata/problem";
import { checkServerUrls } from "../openmetadata/serverUrl";
import { checkSessionExpiry, checkTokenValidity } from "../openmetadata/session";
import { checkFernetKey, checkIssuer, checkKeyFolder, checkKeyId } from "../openmetadata/shipped";
import { checkSignInOptions } from "../openmetadata/signInOptions";
import { checkVersion } from "../openmetadata/version";
import type { Key } from "./keys";
import { checkProvider, tenantDomain } from "./provider";
import { ConfigReader, type ConfigValues } from "./reader";
import { configuredServerTokens } from "./serverTokens";

/** A stack, and how it is configured. */
export interface StackConfig {
    readonly project: string;
    readonly stack: string;
    readonly values: ConfigValues;
}

/** The stack that the running program belongs to. */
function ownStack(): StackConfig {
    return { project: pulumi.getProject(), stack: pulumi.getStack(), values: pulumi.runtime.allConfig() };
}

/**
 * A stack's configuration, read and checked as a whole.
 *
 * @param config - Default: that of the stack that the running program belongs to.
 * @throws InvalidInput with every mistake, each under the key that the user wrote.
 */
export function readConfig({ project, stack, values }: StackConfig = ownStack()): SingleSignOnArgs {
    const reader = new ConfigReader(project, values);
    const applicationType = reader.text("applicationType") as ApplicationType;
    const serverUrls = reader.list("openMetadataUrl");
    const admins = reader.list("admins");
    const principalDomain = reader.text("principalDomain");
    const connections = reader.list("connections");
    const additionalGrantTypes = reader.list("additionalGrantTypes") as AdditionalGrantType[];
    const clientSecretRotation = reader.text("clientSecretRotation");
    const keyId = reader.text("keyId");
    const keySize = reader.integer("keySize");
    const keyRotations = reader.list("keyRotations");
    const keyFolder = reader.text("keyFolder");
    const issuer = reader.text("issuer");
    const targetVersion = reader.text("targetVersion");
    const selfSignup = reader.boolean("selfSignup");
    const enforcePrincipalDomain = reader.boolean("enforcePrincipalDomain");
    const allowedDomains = reader.list("allowedDomains");
    const principalClaims = reader.list("principalClaims");
    const principalClaimsMapping = reader.record("principalClaimsMapping", ["username", "email"]);
    const sessionExpiry = reader.integer("sessionExpiry");
    const tokenValidity = reader.integer("tokenValidity");
    const additionalTrustedRedirectUris = reader.list("additionalTrustedRedirectUris");
    const publicKeyUrls = reader.list("publicKeyUrls");
    const signInOptions = {
        prompt: reader.text("prompt"),
        maxAge: reader.integer("maxAge"),
        enableAutoRedirect: reader.boolean("enableAutoRedirect"),
        maxActiveSessionsPerUser: reader.integer("maxActiveSessionsPerUser"),
        additionalTrustedRedirectUris:
            additionalTrustedRedirectUris.length === 0 ? undefined : additionalTrustedRedirectUris,
        publicKeyUrls: publicKeyUrls.length === 0 ? undefined : publicKeyUrls,
    };
    const protect = reader.boolean("protect");
    const bots = reader.list("bots");
    const botTokenExpiry = reader.text("botTokenExpiry") as BotTokenExpiry | undefined;
    const renewOtherBots = reader.boolean("renewOtherBots");
    const allowLockOut = reader.boolean("allowLockOut");
    const serverTokens = configuredServerTokens(values, serverUrls);
    reader.refuseUnknownKeys();

    const hasSecret = reader.text("clientSecret") !== undefined;
    const given = <T>(key: Key, value: T | undefined, check: (name: string, value: T) => Problem[]): Problem[] =>
        value === undefined ? [] : check(reader.name(key), value);
    const mistyped = new Set(reader.problems.map(({ key }) => key));
    const checked = [
        ...checkApplicationType(reader.name("applicationType"), applicationType),
        ...checkServerUrls(reader.name("openMetadataUrl"), serverUrls),
        ...checkPeople(
            {
                admins,
                principalDomain,
                allowedDomains,
                enforcePrincipalDomain,
                principalClaims,
                principalClaimsMapping,
            },
            (name) => reader.name(name),
        ),
        ...checkAdditionalGrantTypes(reader.name("additionalGrantTypes"), applicationType, additionalGrantTypes),
        ...checkSpaHasNoSecret(reader.name("clientSecret"), applicationType, hasSecret),
        ...checkSpaHasNoSecret(
            reader.name("clientSecretRotation"),
            applicationType,
            clientSecretRotation !== undefined,
        ),
        ...checkOneSecret(reader.name("clientSecretRotation"), hasSecret, clientSecretRotation),
        ...(applicationType === ApplicationType.Web
            ? given("clientSecret", reader.text("clientSecret"), checkClientSecret)
            : []),
        ...given("privateKey", reader.text("privateKey"), checkPrivateKey),
        ...given("keyId", keyId, checkKeyId),
        ...given("keySize", keySize, checkKeySize),
        ...given("keyRotations", keyRotations.length === 0 ? undefined : keyRotations, checkKeyRotations),
        ...given("keyFolder", keyFolder, checkKeyFolder),
        ...given("fernetKey", reader.text("fernetKey"), checkFernetKey),
        ...given("issuer", issuer, checkIssuer),
        ...given("targetVersion", targetVersion, checkVersion),
        ...principalClaims.flatMap((claim) => checkClaim(reader.name("principalClaims"), claim)),
        ...Object.entries(principalClaimsMapping ?? {}).flatMap(([name, claim]) =>
            checkMappedClaim(`${reader.name("principalClaimsMapping")}.${name}`, claim, targetVersion),
        ),
        ...given("sessionExpiry", sessionExpiry, checkSessionExpiry),
        ...given("tokenValidity", tokenValidity, checkTokenValidity),
        ...given("clientSecretRotation", clientSecretRotation, checkRotation),
        ...given("displayName", reader.text("displayName"), checkDisplayName),
        ...given("connections", connections, checkConnections),
        ...given("importClientId", reader.text("importClientId"), checkClientId),
        ...given("bots", bots, checkBots),
        ...checkSignInOptions(signInOptions, applicationType, targetVersion, (name) => reader.name(name)),
        ...given("botTokenExpiry", botTokenExpiry, checkBotTokenExpiry),
        ...given("botTokenRotation", reader.text("botTokenRotation"), checkRotation),
        ...given("settingsRewrite", reader.text("settingsRewrite"), checkRotation),
        ...given("caCertificate", reader.text("caCertificate"), checkCertificatePath),
        ...serverTokens.problems,
        ...checkProvider(values),
    ];
    // What has the wrong type reads as empty; that it is empty is no second mistake.
    refuse([...reader.problems, ...checked.filter(({ key }) => !mistyped.has(key))]);

    return {
        applicationType,
        domain: tenantDomain(values),
        serverUrls,
        admins,
        principalDomain,
        displayName: reader.text("displayName") ?? `OpenMetadata (${stack})`,
        connections,
        additionalGrantTypes,
        clientSecret: reader.secret("clientSecret"),
        clientSecretRotation,
        importClientId: reader.text("importClientId"),
        privateKey: reader.secret("privateKey"),
        keyId,
        keySize,
        keyRotations: keyRotations.length === 0 ? undefined : keyRotations,
        keyFolder,
        fernetKey: reader.secret("fernetKey"),
        issuer,
        targetVersion,
        selfSignup,
        enforcePrincipalDomain,
        allowedDomains: allowedDomains.length === 0 ? undefined : allowedDomains,
        principalClaims: principalClaims.length === 0 ? undefined : principalClaims,
        principalClaimsMapping,
        sessionExpiry,
        tokenValidity,
        ...signInOptions,
        protect,
        bots: bots.length === 0 ? undefined : bots,
        botTokenExpiry,
        botTokenRotation: reader.text("botTokenRotation"),
        caCertificate: reader.text("caCertificate"),
        renewOtherBots,
        settingsRewrite: reader.text("settingsRewrite"),
        allowLockOut,
        serverTokens: serverTokens.tokens,
    };
}
