import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { stringify } from "yaml";
import type { RunningTenant } from "../../../sandbox/tenant";
import { type Engine, ensureEngine } from "../../../cli/engine/engine";
import { type Comparison, compare, comparisonTable, costTable } from "../comparison";
import { type Command, type Cost, measure, run } from "../measure";
import { withOtherCheckout } from "../otherCheckout";
import { ranWith } from "../pulumiProject";
import type { Table } from "../results";
import type { Section } from "../section";
import { withTenant } from "../workplace";

const parallel = 8;

/** Many environments in one run of `estate`, alone or beside the same in another commit. */
export const environments: Section = {
    title: "Many environments in one run",
    async run({ runs, environments: count, against }) {
        const engine = await ensureEngine();
        // A run takes minutes.
        const rounds = Math.ceil(runs / 5);
        const table = await withTenant((tenant, folder) => {
            const estate = (checkout: string, place: string): Promise<Estate> =>
                Estate.create(checkout, join(folder, place), count, engine, tenant);
            return withOtherCheckout("HEAD", join(folder, "head"), "linked", async (checkout) => {
                const ours = await estate(checkout, "ours");
                if (against === undefined) {
                    return alone(ours, count, rounds);
                }
                return withOtherCheckout(against, join(folder, "against"), "installed", async (other) => {
                    const compared = await compare(comparisons(ours, await estate(other, "theirs"), count), rounds);
                    return comparisonTable("this commit", against, compared);
                });
            });
        });
        return {
            ran: ranWith(engine),
            tables: [table],
            notes: [
                `\`estate\` with ${parallel} at once, each a Web application with a local file as its state. Both commits run the same engine.`,
                "This commit runs the policies for each environment, which 084d698 does not; and it lets Pulumi find out what is " +
                    "left to do, where 084d698 compares the configuration itself, unless it is told `--all`.",
            ],
        };
    },
};

async function alone(ours: Estate, count: number, rounds: number): Promise<Table> {
    const costs: Cost[] = [];
    for (let round = 0; round < rounds; round += 1) {
        costs.push(await ours.first());
    }
    return costTable(`up of ${count} new environments`, costs);
}

function comparisons(ours: Estate, theirs: Estate, count: number): Comparison[] {
    return [
        { what: `up of ${count} new environments`, ours: () => ours.first(), theirs: () => theirs.first() },
        {
            what: `up of ${count} environments, nothing to do`,
            ours: () => ours.again(),
            theirs: () => theirs.again("--all"),
        },
    ];
}

/** An estate in the checkout of a commit, with a state of its own. */
class Estate {
    private constructor(
        private readonly checkout: string,
        private readonly state: string,
        private readonly command: (args: readonly string[]) => Command,
    ) {}

    /**
     * Writes the file of an estate, and lets the commit find the engine.
     *
     * @param place - where its files are written, in front of their endings
     */
    static async create(
        checkout: string,
        place: string,
        count: number,
        engine: Engine,
        tenant: RunningTenant,
    ): Promise<Estate> {
        const file = `${place}.yaml`;
        await writeFile(file, stringify({ environments: environmentsOf(count, tenant) }));
        const { scripts } = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as {
            scripts: { engine: string; estate: string };
        };
        const state = `${place}.state`;
        const shell = (script: string): Command => ({
            program: "sh",
            args: ["-c", `exec ${script}`],
            folder: checkout,
            environment: {
                ...engine.environment,
                ...tenant.environment,
                PATH: [
                    join(checkout, "node_modules", ".bin"),
                    dirname(engine.pulumi),
                    engine.environment["PATH"] ?? "",
                ].join(delimiter),
                // A commit would not take an engine of its own cache folder for one on PATH.
                OPENMETADATA_AUTH0_CACHE: `${place}.cache`,
                PULUMI_BACKEND_URL: `file://${state}`,
                PULUMI_CONFIG_PASSPHRASE: "passphrase of the benchmarks",
                ESTATE_CLIENT_ID: tenant.managementClientId,
                ESTATE_CLIENT_SECRET: tenant.managementClientSecret,
            },
        });
        await run(shell(scripts.engine));
        return new Estate(checkout, state, (args) =>
            shell([scripts.estate, "up", "--file", file, "--parallel", String(parallel), ...args].join(" ")),
        );
    }

    /** Deploys the environments to stacks that do not exist yet. */
    async first(): Promise<Cost> {
        await rm(this.state, { recursive: true, force: true });
        await mkdir(this.state);
        for (const name of await readdir(this.checkout)) {
            if (/^Pulumi\.team-\d+\.yaml$/.test(name)) {
                await rm(join(this.checkout, name));
            }
        }
        return this.again();
    }

    /** Deploys them to the stacks that they have. */
    async again(...args: readonly string[]): Promise<Cost> {
        return measure(this.command(args));
    }
}

function environmentsOf(count: number, { domain }: RunningTenant): object[] {
    return Array.from({ length: count }, (_, index) => ({
        stack: `team-${index + 1}`,
        tenant: { domain, clientId: "ESTATE_CLIENT_ID", clientSecret: "ESTATE_CLIENT_SECRET" },
        config: {
            applicationType: "web",
            openMetadataUrl: `https://team-${index + 1}.example.com`,
            admins: ["jane.doe@example.com"],
            protect: false,
        },
    }));
}
