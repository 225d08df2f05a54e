import { deepEqual, equal, match } from "node:assert/strict";
import { ingestionWorkflow } from "../../openmetadata/ingestion";
import { readServerToken, readServerTokens } from "../../openmetadata/serverTokens";
import {
    basePath,
    callbackUrl,
    checkServerUrl,
    checkServerUrls,
    logoutUrls,
    normalServerUrl,
    serverJwksUrl,
    serverOrigin,
} from "../../openmetadata/serverUrl";

describe("Server URLs", () => {
    const forms: [string, string][] = [
        ["https://om.example.com", "https://om.example.com"],
        ["HTTPS://OM.Example.com:443/", "https://om.example.com"],
        ["https://om.example.com:8443/", "https://om.example.com:8443"],
        ["http://LOCALHOST:80", "http://localhost"],
        ["https://bücher.example", "https://xn--bcher-kva.example"],
        ["https://10.0.0.1:8585/", "https://10.0.0.1:8585"],
        ["https://Apps.example.com/openmetadata", "https://apps.example.com/openmetadata"],
        ["https://apps.example.com/team/OM/", "https://apps.example.com/team/OM"],
    ];
    for (const [given, normal] of forms) {
        it(`The normal form of ${given} is ${normal}`, () => {
            deepEqual(checkServerUrl("url", given), []);
            equal(normalServerUrl(given), normal);
            equal(normalServerUrl(normal), normal);
        });
    }

    it("Two spellings of a server URL count as named twice", () => {
        const [problem] = checkServerUrls("urls", ["https://a.example.com/om", "https://A.example.com:443/om/"]);
        equal(problem?.key, "urls[1]");
        deepEqual(checkServerUrls("urls", ["https://a.example.com/om", "https://a.example.com/other"]), []);
    });

    for (const url of ["https://apps.example.com/openmetadata", "https://apps.example.com/openmetadata/"]) {
        it(`The callback, logout, JWKS and API URLs are below ${url}`, () => {
            equal(callbackUrl(url), "https://apps.example.com/openmetadata/callback");
            deepEqual(logoutUrls(url), [
                "https://apps.example.com/openmetadata",
                "https://apps.example.com/openmetadata/logout",
                "https://apps.example.com/openmetadata/signin",
            ]);
            equal(serverJwksUrl(url), "https://apps.example.com/openmetadata/api/v1/system/config/jwks");
            equal(
                ingestionWorkflow(url, "token").workflowConfig.openMetadataServerConfig.hostPort,
                "https://apps.example.com/openmetadata/api",
            );
            equal(serverOrigin(url), "https://apps.example.com");
            equal(basePath(url), "/openmetadata/");
        });
    }

    const refused: [string, RegExp, RegExp?][] = [
        [
            "https://om.example.com/callback",
            /a page of OpenMetadata, not its base URL/,
            /^Write https:\/\/om\.example\.com\.$/,
        ],
        [
            "https://apps.example.com/om/signin?a=b",
            /a page of OpenMetadata, not its base URL/,
            /^Write https:\/\/apps\.example\.com\/om\.$/,
        ],
        [
            "https://om.example.com/?team=a",
            /a page of OpenMetadata, not its base URL/,
            /^Write https:\/\/om\.example\.com\.$/,
        ],
        [
            "https://om.example.com/api/v1",
            /a page of OpenMetadata, not its base URL/,
            /^Write https:\/\/om\.example\.com\.$/,
        ],
        ["https://om.example.com/a b", /not a valid http or https URL/],
        ["https://om.example.com/$(id)", /has a path/],
        ["https://om.example.com/%60id%60", /has a path/],
        ["https://om.example.com/a//b", /has a path/],
        ["https://`id`.example.com", /host name|valid http/],
        ["https://$(id).example.com", /host name|valid http/],
        ["https://a;b.example.com", /host name|valid http/],
        ["https://a&b.example.com", /host name|valid http/],
        ["https://a,b.example.com", /host name|valid http/],
        ["https://{a}.example.com", /host name|valid http/],
        ["https://'a'.example.com", /host name|valid http/],
        ['https://"a".example.com', /host name|valid http/],
        ["https://a_b.example.com", /host name/],
        ["https://-a.example.com", /host name/],
        ["https://om.example.com.", /host name/],
        ["https://null", /host name/],
        ["https://yes/", /host name/],
        ["https://om.exam\nple.com", /valid http/],
        ["https:\\\\om.example.com", /valid http/],
        ["https:om.example.com", /valid http/],
        ["https://om.example.com:0", /valid http/],
        ["ftp://om.example.com", /valid http/],
        ["http://[::1]:8585", /IPv6/, /^Write http:\/\/localhost:8585\.$/],
        ["https://[2001:db8::1]", /IPv6/],
        ["http://om.internal:8585", /could be read and changed/, /^Write https:\/\/om\.internal:8585\. Behind a proxy/],
    ];
    for (const [url, wrong, write = /./] of refused) {
        it(`The server URL ${JSON.stringify(url)} is refused with advice that is valid`, () => {
            const [problem, ...others] = checkServerUrl("url", url);
            match(problem?.wrong ?? "", wrong);
            match(problem?.write ?? "", write);
            deepEqual(others, []);
            for (const [, advice = ""] of (problem?.write ?? "").matchAll(
                /(https?:\/\/[^\s,;:]+(?::\d+)?[^\s,;:.]*)/g,
            )) {
                deepEqual(checkServerUrl("url", advice.replace(/\.$/, "")), []);
            }
        });
    }
});

describe("Tokens of running servers", () => {
    const servers = ["https://om.example.com", "https://apps.example.com/openmetadata"];
    const read = (text: string): ReturnType<typeof readServerTokens> => readServerTokens("key", text, servers);

    it("A single token is for the first server, without its trailing line break", () => {
        deepEqual(read(" header.claims.signature\n"), {
            tokens: { "https://om.example.com": "header.claims.signature" },
            problems: [],
        });
    });

    it("Tokens are found by any spelling of a server's URL", () => {
        const text = JSON.stringify({
            "https://OM.example.com:443/": "a.b.c",
            "https://apps.example.com/openmetadata/": "d.e.f\n",
        });
        deepEqual(read(text), {
            tokens: { "https://om.example.com": "a.b.c", "https://apps.example.com/openmetadata": "d.e.f" },
            problems: [],
        });
    });

    it("Invalid tokens of other servers do not affect the one that is read", () => {
        const text = JSON.stringify({
            "https://Apps.example.com/openmetadata/": "d.e.f",
            "https://other.example": "…",
        });
        deepEqual(readServerToken("key", text, "https://apps.example.com/openmetadata", "https://om.example.com"), {
            token: "d.e.f",
            problems: [],
        });
        deepEqual(readServerToken("key", text, "https://om.example.com", "https://om.example.com"), {
            token: undefined,
            problems: [],
        });
        equal(readServerToken("key", "d.e.\nf", "https://om.example.com", "https://om.example.com").problems.length, 1);
    });

    it("readServerToken uses a single token for the first server only", () => {
        const [first, second] = ["https://om.example.com", "https://second.example.com"];
        deepEqual(readServerToken("key", "d.e.f", first, first), { token: "d.e.f", problems: [] });
        const { token, problems } = readServerToken("key", "d.e.f", second, first);
        deepEqual([token, problems.length], [undefined, 1]);
    });

    const wrong: [string, string, RegExp][] = [
        ["for an unknown server", '{"https://apps.example.com":"a.b.secret"}', /no server with this URL/],
        [
            "for one server twice",
            '{"https://om.example.com":"a.b.secret","https://om.example.com/":"a.b.secret"}',
            /has a token already/,
        ],
        ["that are not strings", '{"https://om.example.com":["a.b.secret"]}', /neither a token nor a JSON object/],
        ["that are malformed JSON", '{"https://om.example.com":a.b.secret}', /neither a token nor a JSON object/],
        ["with a line break", "a.b.\nsecret", /not a valid token/],
        ["with a line break in the JSON", '{"https://om.example.com":"a.b.\\nsecret"}', /not a valid token/],
        ["with a character that no header allows", "a.b.secret…", /not a valid token/],
        ["that are empty", '{"https://om.example.com":""}', /not a valid token/],
    ];
    for (const [what, text, message] of wrong) {
        it(`Tokens ${what} are refused without quoting them`, () => {
            const { problems } = read(text);
            equal(problems.length, 1);
            match(problems[0]?.wrong ?? "", message);
            equal(JSON.stringify(problems).includes("secret"), false);
        });
    }
});
