import { join } from "node:path";
import { median } from "simple-statistics";
import { quickStart } from "../../../cli/commands/quickStart";
import { ensureEngine } from "../../../cli/engine/engine";
import { type Compared, type Comparison, compare, comparisonTable } from "../comparison";
import type { Cost } from "../measure";
import { projectFile, PulumiProject, ranWith } from "../pulumiProject";
import type { Section } from "../section";
import { TerraformProject } from "../terraform";
import { withTenant } from "../workplace";

const program = join(__dirname, "..", "programs", "pairs");
/** How many resources either program works on at once: Terraform's default. */
const parallel = 10;
const firstUp = "up, first time";
/** From this size on, a comparison is measured less often. */
const large = 300;

/** The same applications and their credentials with Pulumi and with Terraform. */
export const scale: Section = {
    title: "Pulumi and Terraform",
    async run({ runs, sizes }) {
        const engine = await ensureEngine();
        let ran: string[] = [];
        const compared: Compared[] = [];
        for (const size of sizes) {
            await withTenant(async (tenant, folder) => {
                const pulumi = await PulumiProject.create({
                    folder: join(folder, "pulumi"),
                    links: ["index.cjs", "node_modules", "package.json", "plugins", "tools", "tsconfig.json"],
                    files: {
                        "Pulumi.yaml": await projectFile("pairs"),
                        "index.ts": 'import "./tools/bench/programs/pairs";\n',
                    },
                    engine,
                    tenant,
                });
                const terraform = await TerraformProject.create(
                    join(folder, "terraform"),
                    join(program, "main.tf"),
                    tenant,
                );
                ran = [...ranWith(engine), ...(await terraform.ran())];
                compared.push(
                    ...(await compare(
                        comparisons(size, pulumi, terraform),
                        Math.max(1, Math.min(runs, Math.floor(large / size))),
                    )),
                );
            });
        }
        return {
            ran,
            tables: [comparisonTable("Pulumi", "Terraform", compared)],
            notes: [
                "An application is an Auth0 client with its credentials, two resources. The state is a local file, " +
                    `${parallel} resources are worked on at once.`,
                "Both write the whole state after each step, Pulumi also before it, so that a run that is killed loses " +
                    "track of nothing. That is why neither `up` nor `destroy` grows linearly, and about half of what " +
                    "they take at 100 applications. `PULUMI_SKIP_CHECKPOINTS` would save it, and with it what is known " +
                    "of a run that is killed.",
                "Pulumi encrypts the secrets in its state, Terraform does not.",
                "The Pulumi program has this project's runtime options and variables of its commands, and calls `skipPromiseTraces`.",
                ...growth(compared.filter(({ what }) => what.startsWith(firstUp))),
            ],
        };
    },
};

function comparisons(size: number, pulumi: PulumiProject, terraform: TerraformProject): Comparison[] {
    const variables = (description: string): Record<string, string> => ({
        PAIRS: String(size),
        DESCRIPTION: description,
        TF_VAR_pairs: String(size),
        TF_VAR_description: description,
    });
    const step = (what: string, description: string, ours: readonly string[], theirs: readonly string[]) => ({
        what: `${what}, ${size}`,
        ours: (): Promise<Cost> =>
            pulumi.measure([...ours, `--parallel=${parallel}`], { ...quickStart(), ...variables(description) }),
        theirs: (): Promise<Cost> => terraform.measure([...theirs, `-parallelism=${parallel}`], variables(description)),
    });
    const up = ["up", "--yes", "--skip-preview"];
    const apply = ["apply", "-auto-approve"];
    return [
        step("preview of new applications", "First", ["preview"], ["plan"]),
        step(firstUp, "First", up, apply),
        step("preview, nothing to do", "First", ["preview"], ["plan", "-refresh=false"]),
        step("preview with a look at Auth0, nothing to do", "First", ["preview", "--refresh"], ["plan"]),
        step("up, nothing to do", "First", up, [...apply, "-refresh=false"]),
        step("up, one change", "Second", up, [...apply, "-refresh=false"]),
        step(
            "destroy",
            "Second",
            ["destroy", "--yes", "--skip-preview"],
            ["destroy", "-auto-approve", "-refresh=false"],
        ),
    ];
}

/** How the time of a comparison grows from each size to the next. */
function growth(bySize: readonly Compared[]): string[] {
    const times = bySize.map(({ what, ours, theirs }) => ({
        what,
        ours: median(ours.map(({ wall }) => wall)),
        theirs: median(theirs.map(({ wall }) => wall)),
    }));
    return times.slice(1).map((next, index) => {
        const before = times[index] ?? next;
        return (
            `From "${before.what}" to "${next.what}", Pulumi takes ${(next.ours / before.ours).toFixed(1)} times as ` +
            `long, and Terraform ${(next.theirs / before.theirs).toFixed(1)} times.`
        );
    });
}
