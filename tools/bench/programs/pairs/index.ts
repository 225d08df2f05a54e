import * as auth0 from "@pulumi/auth0";
import { skipPromiseTraces } from "../../../../components/pulumiInternals/promiseTraces";

skipPromiseTraces();

for (let index = 0; index < Number(process.env["PAIRS"]); index++) {
    const client = new auth0.Client(`application-${index}`, {
        name: `Application ${index}`,
        description: index === 0 ? process.env["DESCRIPTION"] : "An application",
        appType: "regular_web",
        callbacks: [`https://${index}.example.com/callback`],
        grantTypes: ["authorization_code", "refresh_token"],
        oidcConformant: true,
        jwtConfiguration: { alg: "RS256" },
    });
    new auth0.ClientCredentials(`application-${index}`, {
        clientId: client.clientId,
        authenticationMethod: "client_secret_post",
    });
}
