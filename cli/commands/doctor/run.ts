import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { Agent } from "undici";
import type { ArgumentsCamelCase } from "yargs";
import { lineOf } from "../../../openmetadata/problem";
import { readServerToken } from "../../../openmetadata/serverTokens";
import { stackExport } from "../export/stackExport";
import { chosenStack } from "../chosenStack";
import { endWith } from "../ending";
import { firstServerUrl } from "../firstServerUrl";
import { sandboxStack, tenantState } from "../project";
import { openKeptStack } from "../stack";
import { UsageError } from "../usageError";
import { readUserFile } from "../userFile";
import { checks } from "./checks";
import { collect } from "./collect";
import type { DoctorArguments } from "./command";
import { intendedBy, teamsIn } from "./intended";
import { reportOf, tableOf } from "./report";

/** Looks at tenant and server, and prints what is wrong. */
export async function runDoctor(argv: ArgumentsCamelCase<DoctorArguments>): Promise<void> {
    const jwt = argv.jwt === undefined ? undefined : readUserFile(argv.jwt === "" ? 0 : argv.jwt).trim();
    const name = await chosenStack(argv.stack);
    const stack = await openKeptStack(name);
    const outputs = (await stack.readJson(["stack", "output", "--json", "--show-secrets", "--stack", name])) as Record<
        string,
        unknown
    >;
    const intended = intendedBy(stackExport(outputs, argv.server), teamsIn(outputs));
    const token =
        argv.tokenFile === undefined
            ? tokenFor(
                  intended.serverUrl,
                  firstServerUrl(outputs),
                  "OPENMETADATA_TOKEN",
                  process.env["OPENMETADATA_TOKEN"],
              )
            : tokenFor(intended.serverUrl, intended.serverUrl, "--token-file", readUserFile(argv.tokenFile).trim());
    const dispatcher = await dispatcherFor(name);
    try {
        const facts = await collect({ intended, dispatcher, token, jwt });
        const secrets = [token, jwt, intended.clientSecret].filter((secret) => secret !== undefined && secret !== "");
        const findings = checks.flatMap((check) => check(facts));
        const report = reportOf(name, intended.serverUrl, findings, secrets as string[]);
        console.log(argv.json ? JSON.stringify(report, undefined, 2) : tableOf(report));
        const errors = report.findings.filter(({ severity }) => severity === "error").length;
        if (errors > 0) {
            endWith(1, `doctor found ${errors} ${errors === 1 ? "error" : "errors"}: see its report.`);
        }
    } finally {
        await dispatcher.close();
    }
}

/** The token of one server: as `up` takes it, it is one token, or a JSON object of tokens by server URL. */
function tokenFor(
    serverUrl: string,
    first: string | undefined,
    option: string,
    text: string | undefined,
): string | undefined {
    if (text === undefined || text.trim() === "") {
        return undefined;
    }
    const { token, problems } = readServerToken(option, text, serverUrl, first ?? serverUrl);
    if (problems.length > 0) {
        throw new UsageError(problems.map(lineOf).join("\n"));
    }
    return token;
}

/** How Auth0 is reached; the local tenant has a certificate of its own. */
async function dispatcherFor(stack: string): Promise<Agent> {
    if (stack === sandboxStack) {
        // Only this stack needs the sandbox, which takes long to load.
        const [{ findRunningTenant }, { trustingAgent }] = await Promise.all([
            import("../../../sandbox/tenant.js"),
            import("../../../sandbox/trustingAgent.js"),
        ]);
        const tenant = await findRunningTenant(tenantState);
        if (tenant !== undefined) {
            return trustingAgent([...rootCertificates, readFileSync(tenant.certificateBundle, "utf8")]);
        }
    }
    return new Agent();
}
