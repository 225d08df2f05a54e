#!/usr/bin/env bash
# A client secret with _ or - in it is another string in the Authorization header of openid-client 6 than in that of other clients.
#
# RFC 6749, section 2.3.1, has ID and secret form-encoded before they become Basic credentials, and form-encoding leaves - and _ as they are.
# For the ID "id", decoded from base64, the header has with the secrets
#                                            aB3_x-y            a+b c~
#   openid-client 6.9.0 (npm)                id:aB3%5Fx%2Dy     id:a%2Bb+c%7E
#   openid-client 5.7.1 (npm)                id:aB3_x-y         id:a%2Bb+c~
#   simple-oauth2 5.1.0 (npm)                id:aB3_x-y         id:a%2Bb+c~
#   golang.org/x/oauth2 0.33.0 (Go)          id:aB3_x-y         id:a%2Bb+c~
#   Nimbus oauth2-oidc-sdk 11.26 (Java)      id:aB3_x-y         id:a%2Bb+c%7E
#   Authlib 1.9.10 (PyPI)                    id:aB3_x-y         id:a+b c~: not encoded at all
# A server that does not decode, such as @node-oauth/oauth2-server 5.3.0 (npm), accepts such a secret from all but the first: an application's
# update from openid-client 5 to 6 ends with invalid_client. Generated secrets, such as Auth0's, have both characters. ClientSecretPost, which
# is openid-client's default, is not concerned.
#
# Needs: Java 11 or later, Maven, Go 1.24 or later, Node 20, npm, Python 3.11 with venv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >/dev/null
npm install --silent --no-audit --no-fund openid-client@6.9.0 openid-client-5@npm:openid-client@5.7.1 simple-oauth2@5.1.0 \
    @node-oauth/oauth2-server@5.3.0 >/dev/null
cat > send.mjs <<'JS'
import { createServer } from "node:http";
import OAuth2Server from "@node-oauth/oauth2-server";
import * as openidClient from "openid-client";
import { Issuer } from "openid-client-5";
import { ClientCredentials } from "simple-oauth2";

const secrets = ["aB3_x-y", "a+b c~"];
const server = new OAuth2Server({
    model: {
        getClient: (id, secret) => secrets.includes(secret) && { id, grants: ["client_credentials"] },
        getUserFromClient: () => ({}),
        saveToken: (token, client, user) => ({ ...token, client, user }),
        getAccessToken: () => undefined,
    },
});
let sent;
const listener = createServer(async ({ method, headers }, response) => {
    sent = Buffer.from(headers.authorization.replace("Basic ", ""), "base64").toString();
    const request = new OAuth2Server.Request({ method, headers, query: {}, body: { grant_type: "client_credentials" } });
    const [status, body] = await server.token(request, new OAuth2Server.Response()).then(
        (token) => [200, { access_token: token.accessToken, token_type: "Bearer" }],
        (error) => [error.code, { error: error.name }],
    );
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
});
await new Promise((listening) => listener.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${listener.address().port}`;
const metadata = { issuer, token_endpoint: `${issuer}/oauth/token` };

for (const secret of secrets) {
    for (const [name, send] of [
        ["openid-client 6", async () => {
            const configuration = new openidClient.Configuration(metadata, "id", undefined, openidClient.ClientSecretBasic(secret));
            openidClient.allowInsecureRequests(configuration);
            await openidClient.clientCredentialsGrant(configuration);
        }],
        ["openid-client 5", async () => {
            const client = new new Issuer(metadata).Client({ client_id: "id", client_secret: secret });
            await client.grant({ grant_type: "client_credentials" });
        }],
        ["simple-oauth2", async () => {
            await new ClientCredentials({ client: { id: "id", secret }, auth: { tokenHost: issuer } }).getToken({});
        }],
    ]) {
        const result = await send().then(() => "a token", () => "no token");
        console.log(`${name}: ${sent}, ${result} from oauth2-server`);
    }
}
listener.close();
listener.closeAllConnections();
JS
node send.mjs > seen

cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		id, secret, _ := request.BasicAuth()
		fmt.Printf("x/oauth2: %s:%s\n", id, secret)
		response.Header().Set("Content-Type", "application/json")
		fmt.Fprint(response, `{"access_token":"not used","token_type":"Bearer"}`)
	}))
	defer server.Close()
	for _, secret := range []string{"aB3_x-y", "a+b c~"} {
		client := clientcredentials.Config{
			ClientID: "id", ClientSecret: secret, TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInHeader,
		}
		if _, err := client.Token(context.Background()); err != nil {
			panic(err)
		}
	}
}
GO
go mod init finding 2>/dev/null
go get golang.org/x/oauth2@v0.33.0 2>/dev/null
go run . >> seen

cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.nimbusds</groupId><artifactId>oauth2-oidc-sdk</artifactId><version>11.26</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >/dev/null
cat > Send.java <<'JAVA'
import com.nimbusds.oauth2.sdk.auth.*;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.util.*;

class Send {
    public static void main(String[] args) {
        for (String secret : List.of("aB3_x-y", "a+b c~")) {
            String header = new ClientSecretBasic(new ClientID("id"), new Secret(secret)).toHTTPAuthorizationHeader();
            System.out.println("Nimbus: " + new String(Base64.getDecoder().decode(header.replace("Basic ", ""))));
        }
    }
}
JAVA
java -cp 'lib/*' Send.java >> seen

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 2>/dev/null
cat > send.py <<'PY'
from base64 import b64decode

from authlib.oauth2.auth import ClientAuth

for secret in ["aB3_x-y", "a+b c~"]:
    _, headers, _ = ClientAuth("id", secret, "client_secret_basic").prepare("POST", "https://example.com", {}, "")
    print("Authlib:", b64decode(headers["Authorization"].removeprefix("Basic ")).decode())
PY
python/bin/python send.py >> seen

diff - seen <<'SEEN'
openid-client 6: id:aB3%5Fx%2Dy, no token from oauth2-server
openid-client 5: id:aB3_x-y, a token from oauth2-server
simple-oauth2: id:aB3_x-y, a token from oauth2-server
openid-client 6: id:a%2Bb+c%7E, no token from oauth2-server
openid-client 5: id:a%2Bb+c~, no token from oauth2-server
simple-oauth2: id:a%2Bb+c~, no token from oauth2-server
x/oauth2: id:aB3_x-y
x/oauth2: id:a%2Bb+c~
Nimbus: id:aB3_x-y
Nimbus: id:a%2Bb+c%7E
Authlib: id:aB3_x-y
Authlib: id:a+b c~
SEEN
echo "As recorded."
