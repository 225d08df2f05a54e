import { readFileSync } from "node:fs";
import path from "node:path";
import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { type ActionRules, actionRules } from "../openmetadata/signInRules";
import { InputChecks } from "./input";
import { checkOptions } from "./options/check";
import { namesOf, ruleOptions } from "./options/table";
import type { TeamsArgs } from "./serverSettingsArgs";

/** What Auth0 demands of those who sign in, and what it says of them; what is left out is not demanded. */
export interface SignInRuleArgs extends TeamsArgs {
    /**
     * Names of Auth0 roles, compared exactly; a user needs one of them. In an organization, the roles that a member has
     * there count. Default: roles are not checked.
     */
    allowedRoles?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Domains such as `example.com`; a user's e-mail address has to be in one of them, in upper or lower case. A subdomain
     * is a domain of its own. Default: any domain.
     */
    allowedEmailDomains?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether a user's e-mail address has to be verified: anyone can sign up with an address that is not theirs. Default:
     * `true` if `allowedEmailDomains` is given, and else `false`.
     */
    requireVerifiedEmail?: boolean;
    /**
     * Whether a user needs a second factor, once a session. The tenant has to have one enabled. Default: `false`, as the
     * tenant has it.
     */
    requireMfa?: boolean;
    /** What users read when they are refused. Default: a sentence for each rule. */
    refusalMessages?: RefusalMessagesArgs;
}

/** What a user reads who is refused, by the rule that refuses: 1 to 500 characters on one line. */
export interface RefusalMessagesArgs {
    /** For a user who does not sign in as a member of the organization. */
    organization?: pulumi.Input<string>;
    /** For a user without any of the allowed roles. */
    role?: pulumi.Input<string>;
    /** For a user whose e-mail address is in another domain, or who has none. */
    emailDomain?: pulumi.Input<string>;
    /** For a user whose e-mail address is not verified. */
    unverifiedEmail?: pulumi.Input<string>;
}

/** Arguments of {@link SignInRules}. */
export interface SignInRulesArgs extends SignInRuleArgs {
    /** Client ID of the application whose users the rules are for. */
    clientId: pulumi.Input<string>;
    /** ID of the Auth0 organization as whose members users have to sign in. Default: none. */
    organizationId?: pulumi.Input<string>;
    /** Its name, for those who read the rules. Default: none. */
    organizationName?: pulumi.Input<string>;
}

/**
 * Rules by which Auth0 lets users sign in to one application, and the claim with their teams: an Action of the trigger
 * `post-login`, which runs for every application of the tenant and does nothing for the others. It is bound after the Actions
 * that are bound already; those, and their order, stay.
 *
 * A rule takes effect at the next sign-in and at the next refresh of a token; a token that was issued stays valid until it
 * expires. Who may not sign in is sent back to OpenMetadata with the error `access_denied` and the words of the rule.
 */
export class SignInRules extends pulumi.ComponentResource {
    /** The rules as the Action has them. */
    public readonly rules: pulumi.Output<ActionRules>;

    /**
     * @param name - Logical name; the resources below it are named after it.
     * @param args - What to demand of whom.
     * @param opts - Options; an auth0 provider passed here is used for the resources below.
     * @throws InvalidInput with all mistakes in `args`, before anything is declared.
     */
    constructor(name: string, args: SignInRulesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("openmetadata-auth0:index:SignInRules", name, {}, opts);
        const checks = new InputChecks(args);
        const { clientId, ...rules } = checkOptions(checks, args, namesOf(ruleOptions));
        checks.finish();

        this.rules = pulumi.output(rules).apply(actionRules);
        const { teams } = rules;
        const action = new auth0.Action(
            name,
            {
                // The name is one in the tenant, and users do not see it.
                name: `Sign-in rules of ${name} (${pulumi.getProject()}/${pulumi.getStack()})`,
                // Without a runtime, so that Auth0 chooses one: node22 for new Actions when this was written.
                supportedTriggers: { id: "post-login", version: "v3" },
                code: readFileSync(path.join(__dirname, "postLoginAction.js"), "utf8"),
                // Data of their own, so that the code is the same everywhere and nothing is put into it.
                secrets: [
                    { name: "clientId", value: clientId },
                    { name: "rules", value: this.rules.apply((all) => JSON.stringify({ ...all, teams: undefined })) },
                    ...(teams === undefined ? [] : [{ name: "teams", value: JSON.stringify(teams) }]),
                ],
                deploy: true,
            },
            { parent: this },
        );
        new auth0.TriggerAction(
            name,
            { trigger: "post-login", actionId: action.id, displayName: action.name },
            { parent: this },
        );
        this.registerOutputs({ rules: this.rules });
    }
}
