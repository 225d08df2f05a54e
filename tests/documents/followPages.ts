import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { runProcess } from "../../processes/childProcess";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { packed } from "../package/ownProgram";
import { closeServers, itineraries, type Tarballs } from "./itineraries";
import { commandsOf, follow, Journey } from "./journey";
import { pages } from "./pages";

/** Programs that a page may ask for, and that a machine need not have. */
const optional = ["curl", "openssl"];

/** How many files of tests share the pages, so that several processes follow them at a time. */
export const parts = 6;

/** Describes the tests of a part of the pages with commands: of every sixth, from the one of its number on. */
export function followPages(part: number): void {
    describe(`Commands in the documentation, part ${part} of ${parts}`, () => {
        followThese(
            pages()
                .filter(hasCommands)
                .filter((_, index) => index % parts === part - 1),
        );
    });
}

function followThese(these: readonly string[]): void {
    let folder: string;
    let tarballs: Tarballs;
    let tenant: Tenant | undefined;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-documents-"));
        tarballs = {
            components: await packed(".", join(folder, "components")),
            commands: await packed("cli", join(folder, "commands")),
        };
    });
    afterEach(async () => {
        await closeServers();
        await tenant?.close();
        tenant = undefined;
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    for (const page of these) {
        it(`The commands of ${page} work from top to bottom`, async function () {
            const commands = await commandsOf(page);
            const missing = await missingPrograms(commands.map(({ text }) => text).join("\n"));
            if (missing.length > 0) {
                console.log(`      left out: there is no ${missing.join(", ")} here`);
                this.skip();
            }
            const place = join(folder, page.replaceAll(/\W/g, "-"));
            tenant = await startTenant({ state: `${place}.tenant`, port: 0 });
            const backend = page.startsWith("docs/") || page === "README.md" ? undefined : `file://${folder}`;
            const journey = await Journey.begin(place, tenant, backend);
            try {
                await follow(page, journey, itineraries(tarballs)[page] ?? {});
            } finally {
                await journey.stop();
            }
        });
    }
}

function hasCommands(page: string): boolean {
    return /^ *```sh$/m.test(readFileSync(join(projectFolder, page), "utf8"));
}

async function missingPrograms(commands: string): Promise<string[]> {
    const missing: string[] = [];
    for (const program of optional.filter((name) => new RegExp(`\\b${name} `).test(commands))) {
        const { exitCode } = await runProcess("sh", ["-c", `command -v ${program}`]);
        if (exitCode !== 0) {
            missing.push(program);
        }
    }
    return missing;
}
