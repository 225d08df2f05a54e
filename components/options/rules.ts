import { checkOneSecret } from "../../openmetadata/applicationType";
import { checkRenewBefore } from "../../openmetadata/botTokenExpiry";
import { checkMappedClaim } from "../../openmetadata/principalClaims";
import { checkPeople } from "../../openmetadata/principals";
import type { Problem } from "../../openmetadata/problem";
import { checkHasSetting } from "../../openmetadata/signInOptions";
import { checkAdminsMaySignIn, checkOrganizationMessage, checkSignInRules } from "../../openmetadata/signInRules";
import { checkAdditionalGrantTypes } from "../grantTypes";
import type { OptionName, OptionValues } from "./option";
import { checkTeamsOfRoles } from "../../openmetadata/teams";
import { optionNames, optionOf, serverOptions } from "./table";

/** What options are checked against besides their own values. */
export interface Surroundings {
    /** The key that the user writes for an option. */
    readonly keyOf: (name: OptionName) => string;
    /** Whether an option is given, even if its value is not known yet. */
    readonly isGiven: (name: OptionName) => boolean;
}

/** What options have to be together. */
export interface Rule {
    /** The options whose values it reads. */
    readonly reads: readonly OptionName[];
    readonly check: (values: OptionValues, surroundings: Surroundings) => Problem[];
}

/** The rules that hold between options. */
export const rules: readonly Rule[] = [
    {
        reads: ["applicationType", "additionalGrantTypes"],
        check: ({ applicationType, additionalGrantTypes = [] }, { keyOf }) =>
            checkAdditionalGrantTypes(keyOf("additionalGrantTypes"), applicationType, additionalGrantTypes),
    },
    {
        reads: ["clientSecretRotation"],
        check: ({ clientSecretRotation }, { keyOf, isGiven }) =>
            checkOneSecret(keyOf("clientSecretRotation"), isGiven("clientSecret"), clientSecretRotation),
    },
    {
        reads: [
            "admins",
            "principalDomain",
            "allowedDomains",
            "enforcePrincipalDomain",
            "principalClaims",
            "principalClaimsMapping",
        ],
        check: ({ admins = [], ...people }, { keyOf }) => checkPeople({ admins, ...people }, keyOf),
    },
    {
        reads: ["principalClaimsMapping", "targetVersion"],
        check: ({ principalClaimsMapping = {}, targetVersion }, { keyOf }) =>
            Object.entries(principalClaimsMapping).flatMap(([name, claim]) =>
                checkMappedClaim(`${keyOf("principalClaimsMapping")}.${name}`, claim, targetVersion),
            ),
    },
    {
        reads: [
            "allowedRoles",
            "allowedEmailDomains",
            "requireVerifiedEmail",
            "requireMfa",
            "refusalMessages",
            "teams",
        ],
        check: (signInRules, { keyOf }) => checkSignInRules(signInRules, keyOf),
    },
    {
        reads: ["organization", "refusalMessages"],
        check: ({ refusalMessages = {} }, { keyOf, isGiven }) =>
            checkOrganizationMessage(refusalMessages, isGiven("organization"), keyOf),
    },
    {
        reads: ["teams", "teamDefaultRoles"],
        check: ({ teams = {}, teamDefaultRoles = {} }, { keyOf }) =>
            checkTeamsOfRoles(keyOf("teamDefaultRoles"), keyOf("teams"), teamDefaultRoles, teams),
    },
    {
        reads: ["admins", "allowedEmailDomains"],
        check: ({ admins = [], allowedEmailDomains }, { keyOf }) =>
            allowedEmailDomains === undefined ? [] : checkAdminsMaySignIn(admins, allowedEmailDomains, keyOf),
    },
    {
        reads: ["botTokenExpiry", "botTokenRenewBefore"],
        check: ({ botTokenExpiry = serverOptions.botTokenExpiry.default, botTokenRenewBefore: hours }, { keyOf }) =>
            hours === undefined ? [] : checkRenewBefore(keyOf("botTokenRenewBefore"), hours, botTokenExpiry),
    },
    {
        reads: ["targetVersion"],
        check: ({ targetVersion }, { keyOf, isGiven }) =>
            optionNames.filter(isGiven).flatMap((name) => {
                const { newerSetting } = optionOf(name);
                return newerSetting === undefined ? [] : checkHasSetting(keyOf(name), newerSetting, targetVersion);
            }),
    },
];
