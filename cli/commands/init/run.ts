import { existsSync, lstatSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ArgumentsCamelCase } from "yargs";
import { checkPeople } from "../../../openmetadata/principals";
import { lineOf, type Problem, problemAt } from "../../../openmetadata/problem";
import { checkServerUrl } from "../../../openmetadata/serverUrl";
import { checkCustomDomain } from "../../../openmetadata/tenantDomain";
import { isFolder } from "../../../processes/isFolder";
import { sandboxStack } from "../project";
import { openQuestions, type Questions } from "../questions";
import { UsageError } from "../usageError";
import type { InitArguments } from "./command";
import { type Beginning, filesOf, isLocal } from "./files";

/** Checks what is given, asks for what is missing, and writes the files. */
export async function runInit(argv: ArgumentsCamelCase<InitArguments>): Promise<void> {
    const folder = resolve(argv.folder);
    const given: Beginning = {
        name: argv.name ?? basename(folder).replaceAll(/[^\w.-]/g, "-"),
        stack: argv.stack,
        applicationType: argv.applicationType,
        customDomain: argv.customDomain,
        serverUrl: argv.serverUrl ?? "",
        admins: argv.admin ?? [],
        backend: argv.backend,
        ci: argv.ci,
    };
    // What is not given is asked for, where there is somebody to ask.
    const missing =
        process.stdin.isTTY && process.stdout.isTTY ? questions.filter(({ of }) => argv[of] === undefined) : [];
    const problems = [
        ...problemsOf(given)
            .filter(({ key }) => missing.every((question) => question.key !== key))
            .map(lineOf),
        // Which files there are does not depend on the answers.
        ...Object.keys(filesOf(given))
            .filter((path) => isThere(join(folder, path)))
            .map((path) => `${path}: is there already, and is not overwritten. Move it, or name another --folder.`),
        ...foldersOf(folder, Object.keys(filesOf(given)))
            .filter((path) => isThere(path) && !isFolder(path))
            .map((path) => `${path}: is there already, and is not a folder. Move it, or name another --folder.`),
    ];
    if (problems.length > 0) {
        throw new UsageError(problems.join("\n"));
    }
    const beginning = missing.length === 0 ? given : await answered(given, missing);
    const files = filesOf(beginning);
    for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content, { flag: "wx" });
    }
    console.log(nextSteps(argv.folder, beginning, Object.keys(files)));
}

/** Whether there is anything of this name, a link that leads nowhere included. */
function isThere(path: string): boolean {
    try {
        lstatSync(path);
        return true;
    } catch {
        // Below a file there is nothing either.
        return false;
    }
}

/** The folders that files are written to: that of the project and those in it. */
function foldersOf(folder: string, files: readonly string[]): string[] {
    const within = files.flatMap((path) => {
        const parents = path.split("/").slice(0, -1);
        return parents.map((_, index) => join(folder, ...parents.slice(0, index + 1)));
    });
    return [...new Set([folder, ...within])];
}

/** Something that is asked for where it is not given. */
interface Question {
    readonly of: "serverUrl" | "admin";
    /** Its option, which problems name. */
    readonly key: string;
    readonly text: string;
    with(beginning: Beginning, answer: string): Beginning;
}

const questions: readonly Question[] = [
    {
        of: "serverUrl",
        key: "--server-url",
        text: "URL that users open, such as https://openmetadata.example.com: ",
        with: (beginning, serverUrl) => ({ ...beginning, serverUrl }),
    },
    {
        of: "admin",
        key: "--admin",
        text: "Email address of the first admin: ",
        with: (beginning, admin) => ({ ...beginning, admins: [admin] }),
    },
];

/** Asks the questions one after another. */
async function answered(given: Beginning, missing: readonly Question[]): Promise<Beginning> {
    const terminal = openQuestions(process.stdin, process.stdout);
    try {
        let beginning = given;
        for (const question of missing) {
            beginning = await answerTo(question, beginning, terminal);
        }
        return beginning;
    } finally {
        terminal.close();
    }
}

/** Asks a question until the answer is right. */
async function answerTo(question: Question, beginning: Beginning, terminal: Questions): Promise<Beginning> {
    for (;;) {
        const answer = await terminal.ask(question.text);
        if (answer === undefined) {
            throw new Error("Stopped: nothing was written.");
        }
        const next = question.with(beginning, answer);
        // A problem of a list names the item besides.
        const problems = problemsOf(next).filter(({ key }) => key.startsWith(question.key));
        if (problems.length === 0) {
            return next;
        }
        for (const { wrong, write } of problems) {
            console.log(`${wrong}. ${write}`);
        }
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
            : // Without an address there is no domain either, which is not asked for.
              checkPeople({ admins }, (name) => (name === "admins" ? "--admin" : name)).filter(
                  ({ key }) => key !== "principalDomain",
              )),
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

/** Whether a folder is in a Git repository. */
function isInRepository(folder: string): boolean {
    const parent = dirname(folder);
    return existsSync(join(folder, ".git")) || (parent !== folder && isInRepository(parent));
}

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
        ...(isLocal(backend) || ci === "none" ? [] : ["", "For CI, set what the first lines of the workflow name."]),
        "",
        "A pull request that shows what `up` would change:",
        ...(isInRepository(resolve(folder)) ? [] : ["    git init"]),
        "    git checkout -b sign-in",
        "    git add . && git commit --message 'Sign-in to OpenMetadata through Auth0'",
        `    npx openmetadata-auth0 preview --stack ${isLocal(backend) ? sandboxStack : stack} --markdown summary.md`,
        "    git push --set-upstream origin sign-in",
        ci === "gitlab"
            ? '    glab mr create --fill --description "$(cat summary.md)"'
            : "    gh pr create --fill --body-file summary.md",
    ].join("\n");
}
