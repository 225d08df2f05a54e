import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import type { ArgumentsCamelCase } from "yargs";
import { checkPeople } from "../../../openmetadata/principals";
import { type Problem, problemAt } from "../../../openmetadata/problem";
import { checkServerUrl } from "../../../openmetadata/serverUrl";
import { checkCustomDomain } from "../../../openmetadata/tenantDomain";
import { UsageError } from "../usageError";
import type { InitArguments } from "./command";
import { type Beginning, filesOf, isLocal } from "./files";

/** Asks for what is missing, checks it, and writes the files. */
export async function runInit(argv: ArgumentsCamelCase<InitArguments>): Promise<void> {
    const folder = resolve(argv.folder);
    const { customDomain } = argv;
    const { serverUrl, admin } = await asked(argv);
    const beginning: Beginning = {
        name: argv.name ?? basename(folder).replaceAll(/[^\w.-]/g, "-"),
        stack: argv.stack,
        applicationType: argv.applicationType,
        customDomain,
        serverUrl: serverUrl ?? "",
        admins: admin ?? [],
        backend: argv.backend,
        ci: argv.ci,
    };
    const files = filesOf(beginning);
    const problems = [
        ...problemsOf(beginning).map(({ key, wrong, write }) => `${key}: ${wrong}. ${write}`),
        ...Object.keys(files)
            .filter((path) => existsSync(join(folder, path)))
            .map((path) => `${path}: already exists, and is not overwritten. Move it, or choose another --folder.`),
    ];
    if (problems.length > 0) {
        throw new UsageError(problems.join("\n"));
    }
    for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content, { flag: "wx" });
    }
    console.log(nextSteps(argv.folder, beginning, Object.keys(files)));
}

/** What is not given is asked for, where there is somebody to ask. */
async function asked(
    argv: ArgumentsCamelCase<InitArguments>,
): Promise<Pick<InitArguments, "admin"> & { serverUrl: string | undefined }> {
    const { serverUrl, admin } = argv;
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
        return { serverUrl, admin };
    }
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
        const answer = async (question: string): Promise<string> => (await terminal.question(`${question}: `)).trim();
        return {
            serverUrl: serverUrl ?? (await answer("URL that users open, such as https://openmetadata.example.com")),
            admin: admin ?? [await answer("Email address of the first admin")],
        };
    } finally {
        terminal.close();
    }
}

function problemsOf({ name, stack, customDomain, serverUrl, admins, backend }: Beginning): Problem[] {
    const named = (key: string, value: string): Problem[] =>
        /^[\w.-]{1,100}$/.test(value)
            ? []
            : problemAt(
                  key,
                  `${JSON.stringify(value)} is not a valid name`,
                  "Write letters, digits, dots, underscores and hyphens.",
              );
    return [
        ...named("--name", name),
        ...named("--stack", stack),
        ...(customDomain === undefined ? [] : checkCustomDomain("--custom-domain", customDomain)),
        ...checkServerUrl("--server-url", serverUrl),
        ...(admins.length === 0
            ? problemAt("--admin", "is missing: no admin is named", "Write the email address of one.")
            : checkPeople({ admins }, () => "--admin")),
        ...(/^(file|s3|gs|azblob|postgres|https?):\/\/(?![^/@]*:[^/@]*@)/.test(backend)
            ? []
            : [
                  {
                      key: "--backend",
                      // The value is left out: it may hold a password.
                      wrong: "is not a valid backend",
                      write: "Write its URL without a password, such as s3://BUCKET?region=REGION.",
                  },
              ]),
    ];
}

/** What Pulumi needs besides for a state that is elsewhere, by the beginning of its URL. */
const backendNeeds: Readonly<Record<string, string>> = {
    "s3://": "The state is in S3: sign in to AWS first (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).",
    "gs://": "The state is in Google Cloud Storage: run `gcloud auth application-default login` first.",
    "azblob://": "The state is in Azure: set AZURE_STORAGE_ACCOUNT, and run `az login` first.",
    "postgres://": "The state is in PostgreSQL: set PGPASSWORD first.",
    "https://": "The state is in Pulumi Cloud, or a service like it: set PULUMI_ACCESS_TOKEN first.",
};

function nextSteps(folder: string, { stack, backend, ci }: Beginning, files: readonly string[]): string {
    const needs = Object.entries(backendNeeds).find(([scheme]) => backend.startsWith(scheme))?.[1];
    return [
        `Written: ${files.join(", ")}`,
        "",
        "Next:",
        ...(folder === "." ? [] : [`    cd ${folder}`]),
        "    npm install",
        // Its secrets are open to everyone: nothing for a state that others share.
        ...(isLocal(backend)
            ? [
                  "",
                  "To try it in a local Auth0 tenant, without an account:",
                  "    npx openmetadata-auth0 up --stack sandbox",
              ]
            : []),
        "",
        "In your own tenant, with the credentials of an application for Pulumi in Auth0 (AUTH0_DOMAIN, AUTH0_CLIENT_ID,",
        "AUTH0_CLIENT_SECRET) and a passphrase (PULUMI_CONFIG_PASSPHRASE) as environment variables:",
        '    eval "$(npx openmetadata-auth0 engine)"',
        `    pulumi stack init ${stack}`,
        `    npx openmetadata-auth0 preview --stack ${stack}`,
        `    npx openmetadata-auth0 up --stack ${stack}`,
        ...(isLocal(backend) && ci !== "none"
            ? ["", "No workflow was written: CI cannot reach a local state. Pass --backend to get one."]
            : []),
        ...(needs === undefined ? [] : ["", needs]),
        ...(isLocal(backend) || ci === "none"
            ? []
            : [
                  "",
                  "For CI, set what the first lines of the workflow name, then commit and push. A pull request gets the summary that",
                  "this prints:",
                  `    npx openmetadata-auth0 preview --stack ${stack} --markdown`,
                  "    git init && git add . && git commit --message 'Sign-in to OpenMetadata through Auth0'",
              ]),
    ].join("\n");
}
