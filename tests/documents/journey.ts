import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runProcess, startProcess } from "../../processes/childProcess";
import type { Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../cli/engine/engine";
import { checkOut } from "../checkout";
import { type Block, blocksOf } from "./pages";

/** A person who follows a page: a folder, and a shell in it. */
export class Journey {
    #running: { readonly pid: number; readonly ended: Promise<unknown> } | undefined;

    private constructor(
        /** Where the person is at the beginning of the page. */
        readonly folder: string,
        readonly tenant: Tenant,
        private readonly environment: Record<string, string>,
    ) {}

    /**
     * Begins in a new folder, with pulumi on the PATH and the credentials of a tenant.
     *
     * @param backend - Where the state is. Default: where `Pulumi.yaml` says.
     */
    static async begin(folder: string, tenant: Tenant, backend?: string): Promise<Journey> {
        await mkdir(folder);
        const engine = await ensureEngine();
        const journey = new Journey(folder, tenant, {
            ...engine.environment,
            ...tenant.environment,
            // Programs in Node trust the tenant by this one.
            NODE_EXTRA_CA_CERTS: tenant.certificateBundle,
            PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
            // A person is asked, and says yes.
            PULUMI_SKIP_CONFIRMATIONS: "true",
            ...(backend !== undefined && { PULUMI_BACKEND_URL: backend }),
        });
        await writeFile(journey.kept("variables"), "");
        await writeFile(journey.kept("folder"), folder);
        return journey;
    }

    /** Writes a file into the folder. */
    async write(name: string, text: string): Promise<void> {
        await mkdir(dirname(join(this.folder, name)), { recursive: true });
        await writeFile(join(this.folder, name), text);
    }

    /** Sets variables for all that comes; takes away those without a value. */
    async set(variables: Readonly<Record<string, string | undefined>>): Promise<void> {
        const lines = Object.entries(variables).map(([name, value]) =>
            value === undefined ? `unset ${name}\n` : `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`,
        );
        await appendFile(this.kept("variables"), lines.join(""));
    }

    /**
     * Runs commands where the ones before have left off: in the same folder, with the same variables.
     *
     * @param typed - What the person types when asked.
     * @returns what they printed.
     * @throws Error with all that they printed, where one of them fails.
     */
    async run(commands: string, typed = ""): Promise<string> {
        const script = [
            `. '${this.kept("variables")}'`,
            `cd "$(cat '${this.kept("folder")}')"`,
            commands,
            `pwd > '${this.kept("folder")}'`,
            `export -p > '${this.kept("variables")}'`,
        ].join("\n");
        const { exitCode, all, stdout } = await runProcess("sh", ["-e", "-c", script], {
            env: this.environment,
            input: typed,
        });
        if (exitCode !== 0) {
            throw new Error(`${commands}\nended with ${exitCode}:\n${all}`);
        }
        return stdout;
    }

    /**
     * Runs commands that print shell lines and go on until they are stopped, as a person does in a shell beside: what they
     * print is pasted. Stops those that run already.
     */
    async keepRunning(commands: string): Promise<void> {
        await this.stop();
        const script = `. '${this.kept("variables")}'\ncd "$(cat '${this.kept("folder")}')"\n${commands}`;
        const { subprocess, ended } = await startProcess("sh", ["-e", "-c", script], {
            env: this.environment,
            // A group of its own, so that all of it can be stopped.
            detached: true,
        });
        this.#running = { pid: subprocess.pid ?? 0, ended };
        const lines = await new Promise<string>((resolve, reject) => {
            subprocess.stdout.once("data", (data: Buffer) => {
                resolve(data.toString());
            });
            void ended.then(({ stderr }) => {
                reject(new Error(`${commands}\nended with\n${stderr}`));
            });
        });
        await appendFile(this.kept("variables"), lines);
    }

    /** Stops what goes on. */
    async stop(): Promise<void> {
        if (this.#running !== undefined) {
            process.kill(-this.#running.pid, "SIGTERM");
            await this.#running.ended;
            this.#running = undefined;
        }
    }

    private kept(what: string): string {
        return `${this.folder}.${what}`;
    }
}

/** What a page needs to be followed. Each text that a block is found by has to be in one. */
export interface Itinerary {
    /** Brings about what the page begins with. Default: a checkout with a stack `prod` that is set up. */
    readonly begin?: (journey: Journey) => Promise<void>;
    /** What happens on the way, before the block with a text. */
    readonly before?: Readonly<Record<string, (journey: Journey) => Promise<void>>>;
    /** What the person types when asked, in the block with a text. */
    readonly typed?: Readonly<Record<string, (journey: Journey) => string>>;
    /** What a person puts in place of what the page has for an example. */
    readonly instead?: (journey: Journey) => Readonly<Record<string, string>>;
    /** Texts of blocks that run until they are stopped, and print shell lines for another shell. */
    readonly goesOn?: readonly string[];
    /** Blocks that are not run here, by their first command without its comment, and the reason. */
    readonly notRun?: Readonly<Record<string, string>>;
    /** What has to be true at the end. */
    readonly end?: (journey: Journey) => Promise<void>;
}

/** The blocks of a page that hold commands. */
export async function commandsOf(page: string): Promise<Block[]> {
    return (await blocksOf(page)).filter(({ language }) => language === "sh");
}

/** The first command of a block, without its comment. */
function commandOf(text: string): string {
    return (text.split("\n", 1)[0] ?? "").replace(/\s+#.*$/, "");
}

/** Does all that a page says, in its order. */
export async function follow(page: string, journey: Journey, itinerary: Itinerary): Promise<void> {
    const { before = {}, typed = {}, goesOn = [], notRun = {} } = itinerary;
    const commands = (await commandsOf(page)).map((block) => ({ ...block, command: commandOf(block.text) }));
    const missing = Object.keys(notRun).filter((wanted) => !commands.some(({ command }) => command === wanted));
    if (missing.length > 0) {
        // Before anything is run: what is not to be run may run this.
        throw new Error(`No block of ${page} begins with ${missing.join(", ")}.`);
    }
    await (itinerary.begin ?? deployedStack)(journey);
    const instead = itinerary.instead?.(journey) ?? {};
    const unused = new Set([...[before, typed, instead].flatMap((texts) => Object.keys(texts)), ...goesOn]);
    for (const { text, line, command } of commands) {
        if (command in notRun) {
            continue;
        }
        const found = (parts: readonly string[]): string[] => {
            const these = parts.filter((part) => text.includes(part));
            these.forEach((part) => unused.delete(part));
            return these;
        };
        for (const part of found(Object.keys(before))) {
            await before[part]?.(journey);
        }
        const toRun = found(Object.keys(instead)).reduce(
            (all, part) => all.replaceAll(part, instead[part] ?? ""),
            text,
        );
        const [answered = ""] = found(Object.keys(typed));
        try {
            await (found(goesOn).length > 0
                ? journey.keepRunning(toRun)
                : journey.run(toRun, typed[answered]?.(journey)));
        } catch (error) {
            throw new Error(`${page}, line ${line}: ${(error as Error).message}`, { cause: error });
        }
    }
    if (unused.size > 0) {
        throw new Error(`No block of ${page} that is run has ${[...unused].join(", ")}.`);
    }
    await itinerary.end?.(journey);
}

/** What a stack `prod` is told here. */
export const prod = {
    applicationType: "web",
    openMetadataUrl: "https://openmetadata.example.com",
    "admins[0]": "jane.doe@example.com",
    "connections[0]": "Username-Password-Authentication",
} as const;

/** A checkout with a stack `prod` that has its configuration, and is not set up yet. */
export async function newStack(journey: Journey, config: Readonly<Record<string, string>> = prod): Promise<void> {
    await checkOut(journey.folder, "installed");
    const values = Object.entries(config).map(([key, value]) => `--plaintext '${key}=${value}'`);
    await journey.run(
        `pulumi stack init prod --no-select\npulumi config set-all --stack prod --path ${values.join(" ")}`,
    );
}

/** A checkout with a stack `prod` that is set up. */
export async function deployedStack(journey: Journey): Promise<void> {
    await newStack(journey);
    await journey.run("pulumi up --stack prod --skip-preview");
}

/** The content of the only block of a page in a language. */
export async function onlyBlock(page: string, language: string): Promise<string> {
    const [block, ...others] = (await blocksOf(page)).filter((one) => one.language === language);
    if (block === undefined || others.length > 0) {
        throw new Error(`${page} has not one block of ${language}.`);
    }
    return block.text;
}

/** The stack's outputs, secrets in plain text. */
export async function outputsOf(journey: Journey, stack = "prod"): Promise<Record<string, unknown>> {
    return JSON.parse(await journey.run(`pulumi stack output --stack ${stack} --json --show-secrets`)) as Record<
        string,
        unknown
    >;
}

/** A file of the folder. */
export async function fileOf(journey: Journey, name: string): Promise<string> {
    return readFile(join(journey.folder, name), "utf8");
}
