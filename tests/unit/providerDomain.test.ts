import * as auth0 from "@pulumi/auth0";
import * as pulumi from "@pulumi/pulumi";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { SingleSignOn, type SingleSignOnArgs } from "../../components";
import { declaredBy, valueOf } from "./mocks";

const url = "https://openmetadata.example.com";
const args: SingleSignOnArgs = { applicationType: "spa", serverUrls: [url], admins: ["jane.doe@example.com"] };

describe("domain of the tenant", () => {
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
        domain?: pulumi.Input<string>,
        provider?: () => auth0.Provider,
    ): Promise<{ value: string | undefined; secret: boolean }> {
        let signOn: SingleSignOn | undefined;
        await declaredBy(() => {
            const opts = provider && { providers: [provider()] };
            signOn = new SingleSignOn("sso", { ...args, ...(domain !== undefined && { domain }) }, opts);
        });
        ok(signOn);
        const { value, secret } = await valueOf(signOn.environments);
        return { value: value[url]?.["AUTHENTICATION_AUTHORITY"], secret };
    }

    it("is that of the provider: the program's own, else of the configuration, else of the environment", async () => {
        equal((await authority()).value, "https://environment.eu.auth0.com");
        pulumi.runtime.setAllConfig({ "auth0:domain": "configured.eu.auth0.com" });
        equal((await authority()).value, "https://configured.eu.auth0.com");
        const own = await authority(
            undefined,
            () => new auth0.Provider("tenant", { domain: pulumi.secret("own.eu.auth0.com") }),
        );
        deepEqual(own, { value: "https://own.eu.auth0.com", secret: false });
        equal(
            (await authority(undefined, () => new auth0.Provider("tenant"))).value,
            "https://environment.eu.auth0.com",
        );
        deepEqual(said, []);
    });

    it("gives a warning if another of Auth0's domains is named, and none for a custom domain or other letters", async () => {
        equal((await authority("Environment.eu.auth0.com")).value, "https://environment.eu.auth0.com");
        equal((await authority("sign-in.example.com")).value, "https://sign-in.example.com");
        deepEqual(said, []);
        equal((await authority(pulumi.output("other.eu.auth0.com"))).value, "https://other.eu.auth0.com");
        equal(said.length, 1);
        match(said.join(), /domain is other\.eu\.auth0\.com, but .* environment\.eu\.auth0\.com/);
    });

    it("has to be named if no provider names one", async () => {
        process.env["AUTH0_DOMAIN"] = "";
        await declaredBy(() => {
            throws(() => new SingleSignOn("sso", args), /domain: is missing/);
        });
    });
});
