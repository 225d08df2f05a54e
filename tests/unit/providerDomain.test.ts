import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { SingleSignOn, type SingleSignOnArgs } from "../../components";
import { declaredBy, valueOf } from "./mocks";

const url = "https://openmetadata.example.com";
const args: SingleSignOnArgs = { applicationType: "spa", serverUrls: [url], admins: ["jane.doe@example.com"] };

describe("Domain of the tenant", () => {
    const said: string[] = [];
    const { warn } = console;
    const variable = process.env["AUTH0_DOMAIN"];

    beforeEach(() => {
        // Other tests of this process may have left a configuration.
        pulumi.runtime.setAllConfig({});
        said.length = 0;
        // Where no engine listens, Pulumi's warnings go to standard error.
        console.warn = (text: string) => said.push(text);
        process.env["AUTH0_DOMAIN"] = "environment.eu.auth0.com";
    });
    afterEach(() => {
        console.warn = warn;
        pulumi.runtime.setAllConfig({});
        if (variable === undefined) delete process.env["AUTH0_DOMAIN"];
        else process.env["AUTH0_DOMAIN"] = variable;
    });

    /** The authority that OpenMetadata is told, and whether anything made a secret of the settings. */
    async function authority(
        domains: Pick<SingleSignOnArgs, "domain" | "customDomain"> = {},
        provider?: () => auth0.Provider,
    ): Promise<{ value: string | undefined; secret: boolean }> {
        let signOn: SingleSignOn | undefined;
        await declaredBy(() => {
            const opts = provider && { providers: [provider()] };
            signOn = new SingleSignOn("sso", { ...args, ...domains }, opts);
        });
        ok(signOn);
        const { value, secret } = await valueOf(signOn.environments);
        return { value: value[url]?.["AUTHENTICATION_AUTHORITY"], secret };
    }

    it("The domain comes from the explicit provider, then the configuration, then the environment", async () => {
        equal((await authority()).value, "https://environment.eu.auth0.com");
        pulumi.runtime.setAllConfig({ "auth0:domain": "configured.eu.auth0.com" });
        equal((await authority()).value, "https://configured.eu.auth0.com");
        const own = await authority(
            {},
            () => new auth0.Provider("tenant", { domain: pulumi.secret("own.eu.auth0.com") }),
        );
        deepEqual(own, { value: "https://own.eu.auth0.com", secret: false });
        equal((await authority({}, () => new auth0.Provider("tenant"))).value, "https://environment.eu.auth0.com");
        deepEqual(said, []);
    });

    it("A domain other than the provider's gives a warning, and only a difference in case does not", async () => {
        equal((await authority({ domain: "Environment.eu.auth0.com" })).value, "https://environment.eu.auth0.com");
        deepEqual(said, []);
        const other = pulumi.output("other.eu.auth0.com");
        equal((await authority({ domain: other })).value, "https://other.eu.auth0.com");
        equal(said.length, 1);
        match(said.join(), /domain is other\.eu\.auth0\.com, but .* environment\.eu\.auth0\.com: .* does not know it/);
        equal((await authority({ domain: "login.example.com" })).value, "https://login.example.com");
        equal(said.length, 2);
        match(said.join(), /if login\.example\.com is a custom domain of that tenant, set customDomain to it/);
    });

    it("Users sign in through the custom domain, which gives no warning", async () => {
        equal((await authority({ customDomain: "Login.example.com" })).value, "https://login.example.com");
        const late = { domain: "environment.eu.auth0.com", customDomain: pulumi.output("login.example.com") };
        deepEqual(await authority(late), { value: "https://login.example.com", secret: false });
        const own = (): auth0.Provider => new auth0.Provider("tenant", { domain: "own.eu.auth0.com" });
        equal((await authority({ customDomain: "login.example.com" }, own)).value, "https://login.example.com");
        deepEqual(said, []);
    });

    it("A custom domain as the provider's domain is refused without the tenant's audience or an API token", async () => {
        pulumi.runtime.setAllConfig({ "auth0:domain": "login.example.com" });
        const refused =
            /customDomain: .* is already set in auth0:domain[^]*auth0:domain: .* is not a domain that Auth0 gives/;
        await declaredBy(() => {
            throws(() => new SingleSignOn("sso", { ...args, customDomain: "login.example.com" }), refused);
        });
        const provider = { domain: "login.example.com", clientSecret: pulumi.secret("hunter2") };
        const own = (): auth0.Provider => new auth0.Provider("tenant", provider);
        await rejects(authority({}, own), /auth0:domain: "login\.example\.com" is not a domain that Auth0 gives/);
        const audience = "https://example.eu.auth0.com/api/v2/";
        const withAudience = (): auth0.Provider => new auth0.Provider("tenant", { ...provider, audience });
        equal((await authority({}, withAudience)).value, "https://login.example.com");
        const withToken = (): auth0.Provider =>
            new auth0.Provider("tenant", { ...provider, apiToken: pulumi.secret("token") });
        deepEqual(await authority({}, withToken), { value: "https://login.example.com", secret: false });
    });

    it("The domain is required if no provider has one", async () => {
        process.env["AUTH0_DOMAIN"] = "";
        await declaredBy(() => {
            throws(() => new SingleSignOn("sso", args), /domain: is missing/);
        });
    });
});
