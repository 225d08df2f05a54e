import { deepEqual, equal, match, ok } from "node:assert/strict";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { projectFolder } from "../../cli/commands/project";
import { runProcess, startProcess } from "../../processes/childProcess";
import { inFolder } from "./newTenant";

const variables = ["AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"];

/** Starts the command in a folder of its own. */
function sandbox(state: string) {
    const main = ["cli/commands/main.cjs", "sandbox", "--state", state, "--port", "0"];
    return startProcess(process.execPath, main, { cwd: projectFolder, stdin: "ignore" });
}

/** A program that signs in with what the environment says, and prints the names of the tenant's applications. */
const program = `
    const base = "https://" + process.env.AUTH0_DOMAIN;
    const post = (path, body) => fetch(base + path, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const read = (token) => fetch(base + "/api/v2/clients", { headers: { authorization: "Bearer " + token } });
    post("/oauth/token", {
        grant_type: "client_credentials", audience: base + "/api/v2/",
        client_id: process.env.AUTH0_CLIENT_ID, client_secret: process.env.AUTH0_CLIENT_SECRET,
    }).then((response) => response.json())
      .then(({ access_token }) => read(access_token))
      .then((response) => response.json())
      .then((clients) => console.log(JSON.stringify(clients.map(({ name }) => name))))
      .catch((error) => { console.error(String(error.cause)); process.exitCode = 1; });
`;

/** Runs the program in a shell that has read some lines. */
function inShell(...lines: readonly string[]) {
    const script = [...lines, `exec "$NODE" -e "$PROGRAM"`].join("\n");
    return runProcess("sh", ["-c", script], { env: { NODE: process.execPath, PROGRAM: program } });
}

describe("npm run sandbox", function () {
    it("npm run sandbox prints only the variables that a client needs, and refuses a second start", () =>
        inFolder(async (state) => {
            const { subprocess, ended } = await sandbox(state);
            const lines: string[] = [];
            const printed = createInterface({ input: subprocess.stdout }).on("line", (line) => lines.push(line));
            try {
                while (lines.length < variables.length) {
                    await once(printed, "line");
                }
                deepEqual(
                    lines.map((line) => /^export (\w+)=/.exec(line)?.[1]),
                    variables,
                );

                const used = await inShell(...lines);
                equal(used.stderr, "");
                ok((JSON.parse(used.stdout) as string[]).includes("All Applications"));
                // Nothing but the printed certificate makes a tool trust it.
                match((await inShell(...lines, "unset NODE_EXTRA_CA_CERTS")).stderr, /self-signed|unable to verify/);

                const second = await (await sandbox(state)).ended;
                equal(second.exitCode, 1);
                equal(second.stdout, "");
                match(second.stderr, /runs the sandbox tenant of .*--state/);
            } finally {
                subprocess.kill("SIGINT");
            }
            await ended;
            equal(lines.length, variables.length);
        }));
});
