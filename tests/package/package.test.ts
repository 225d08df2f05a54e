import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { projectFolder } from "../../commands/project";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { ensureEngine } from "../../toolchain/engine";

const program = `
const signOn = new SingleSignOn("openmetadata", {
    applicationType: "spa",
    domain: process.env.AUTH0_DOMAIN ?? "",
    serverUrls: ["https://om.example.com"],
    admins: ["jane.doe@example.com"],
    protect: false,
});
`;

/** A program of somebody's own, in each kind of module. */
const programs = {
    "TypeScript, as CommonJS": {
        "package.json": JSON.stringify({
            name: "own",
            main: "index.ts",
            devDependencies: { typescript: "5.9.3" },
        }),
        "tsconfig.json": JSON.stringify({
            compilerOptions: { strict: true, target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
        }),
        "index.ts": `import { SingleSignOn, stackOutputs } from "openmetadata-auth0";\n${program}\nexport = stackOutputs(signOn);\n`,
    },
    "JavaScript, as ES modules": {
        "package.json": JSON.stringify({ name: "own", type: "module", main: "index.js" }),
        "index.js": `import { SingleSignOn } from "openmetadata-auth0";\n${program}\nexport const clientId = signOn.clientId;\n`,
    },
} as const;

describe("the package, packed and installed in an empty program", function () {
    this.timeout(600_000);
    let folder: string;
    let tarball: string;
    let tenant: Tenant;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-package-"));
        tenant = await startTenant({ state: join(folder, "tenant"), port: 0 });
        const { execa } = await import("execa");
        await execa("npm", ["pack", "--pack-destination", folder], { cwd: projectFolder });
        tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    for (const [kind, files] of Object.entries(programs)) {
        it(`works from ${kind}`, async () => {
            const { execa } = await import("execa");
            const engine = await ensureEngine();
            const own = join(folder, kind.replaceAll(/\W+/g, "-"));
            await mkdir(own);
            for (const [name, content] of Object.entries(files)) {
                await writeFile(join(own, name), content);
            }
            await writeFile(
                join(own, "Pulumi.yaml"),
                stringify({
                    name: "own",
                    runtime: "nodejs",
                    main: "index.ts" in files ? "index.ts" : "index.js",
                    backend: { url: "file://." },
                    plugins: {
                        providers: [
                            { name: "openmetadata-server", path: "node_modules/openmetadata-auth0/dist/provider" },
                        ],
                    },
                }),
            );
            await execa("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], { cwd: own });
            const pulumi = (...args: string[]): Promise<{ stdout: string }> =>
                execa(engine.pulumi, args, {
                    cwd: own,
                    env: {
                        ...engine.environment,
                        ...tenant.environment,
                        PULUMI_STACK: "own",
                        PULUMI_CONFIG_PASSPHRASE: "passphrase of the tests",
                    },
                });
            await pulumi("stack", "init", "own", "--no-select");
            await pulumi("up", "--yes", "--skip-preview");
            match((await pulumi("stack", "output", "clientId")).stdout, /^\w{32}$/);
            await pulumi("preview", "--expect-no-changes");
            await pulumi("destroy", "--yes");
        });
    }

    it("brings nothing that only the sandbox, the commands or the tests need", async () => {
        const manifest = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
            dependencies: Record<string, string>;
        };
        deepEqual(Object.keys(manifest.dependencies).sort(), [
            "@pulumi/auth0",
            "@pulumi/pulumi",
            "@pulumi/random",
            "jose",
            "node-forge",
        ]);
        const { execa } = await import("execa");
        const { stdout } = await execa("tar", ["-tzf", tarball]);
        const outside = stdout
            .split("\n")
            .filter((file) => !/^package\/(dist|package\.json|README\.md|LICENSE|CHANGELOG\.md)/.test(file));
        deepEqual(outside, []);
        ok(stdout.includes("package/dist/provider/PulumiPlugin.yaml"));
        equal(/package\/dist\/(sandbox|commands|tests|toolchain)/.exec(stdout), null);
    });
});
