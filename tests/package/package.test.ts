import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/commands/project";
import { startTenant, type Tenant } from "../../sandbox/tenant";
import { filesIn, ownProgram, packed } from "./ownProgram";

const program = `
const signOn = new SingleSignOn("openmetadata", {
    applicationType: "spa",
    domain: process.env.AUTH0_DOMAIN ?? "",
    serverUrls: ["https://om.example.com"],
    admins: ["jane.doe@example.com"],
    allowedRoles: ["catalog-user"],
    protect: false,
});
`;

/** A program of somebody's own, in each kind of module. */
const programs = {
    "TypeScript with CommonJS": {
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
    "JavaScript with ES modules": {
        "package.json": JSON.stringify({ name: "own", type: "module", main: "index.js" }),
        "index.js": `import { SingleSignOn } from "openmetadata-auth0";\n${program}\nexport const clientId = signOn.clientId;\n`,
    },
} as const;

describe("Package installed in an empty program", function () {
    let folder: string;
    let tarball: string;
    let tenant: Tenant;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "openmetadata-auth0-package-"));
        tenant = await startTenant({ state: join(folder, "tenant"), port: 0 });
        tarball = await packed(".", join(folder, "tarball"));
    });
    after(async () => {
        await tenant.close();
        await rm(folder, { recursive: true });
    });

    for (const [kind, files] of Object.entries(programs)) {
        it(`The package works from ${kind}`, async () => {
            const main = "index.ts" in files ? "index.ts" : "index.js";
            const { pulumi } = await ownProgram(join(folder, main), files, main, [tarball], tenant);
            await pulumi("stack", "init", "own", "--no-select");
            await pulumi("up", "--yes", "--skip-preview");
            match(await pulumi("stack", "output", "clientId"), /^\w{32}$/);
            await pulumi("preview", "--expect-no-changes");
            await pulumi("destroy", "--yes");
        });
    }

    it("The package contains nothing that only sandbox, CLI or tests need", async () => {
        const manifest = JSON.parse(await readFile(join(projectFolder, "package.json"), "utf8")) as {
            dependencies: Record<string, string>;
        };
        deepEqual(Object.keys(manifest.dependencies).sort(), [
            "@pulumi/auth0",
            "@pulumi/pulumi",
            "@pulumi/random",
            "jose",
            "node-forge",
            "valibot",
        ]);
        const files = await filesIn(tarball);
        const outside = files.filter(
            (file) => !/^(dist\/|package\.json|README\.md|LICENSE|CHANGELOG\.md|$)/.test(file),
        );
        deepEqual(outside, []);
        ok(files.includes("dist/provider/PulumiPlugin.yaml"));
        equal(
            files.find((file) => /^dist\/(sandbox|cli|processes|tests|tools)/.test(file)),
            undefined,
        );
    });
});
