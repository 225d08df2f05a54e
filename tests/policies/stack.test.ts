import { deepEqual, equal, ok } from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackValidationPolicy } from "@pulumi/policy";
import ts from "typescript";
import { projectFolder } from "../../cli/commands/project";
import { attackProtection } from "../../policies/attackProtection";
import { multiFactor } from "../../policies/multiFactor";
import { protection } from "../../policies/protection";
import { sayings, secret, type Told } from "./asked";

const privateKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "pem",
    type: "pkcs8",
});
const component: Told = { type: "openmetadata-auth0:index:JwtSigningKeys", name: "keys" };
const root: Told = { type: "pulumi:pulumi:Stack", name: "stack" };

function client(protect: boolean): Told {
    return { type: "auth0:index/client:Client", name: "client", inputs: {}, protect };
}

function key(name: string, protect: boolean, parent: Told): Told {
    return { type: "pulumi:index:Stash", name, inputs: { input: secret({ privateKey }) }, protect, parent };
}

describe("Policy for protection", () => {
    it("Protected clients and keys and an unprotected Stash without a key pass", async () => {
        const other = { ...key("other", false, root), inputs: { input: "nothing to lose" } };
        deepEqual(await sayings(protection, [root, client(true), key("key", true, root), other]), []);
    });

    it("An unprotected client and an unprotected key are rejected", async () => {
        equal((await sayings(protection, [component, client(false), key("key", false, component)])).length, 2);
    });

    it("Retired key versions beside a protected key of the same component pass", async () => {
        const generations = (parent: Told): Told[] => [
            parent,
            key("initial", false, parent),
            key("next", true, parent),
        ];
        deepEqual(await sayings(protection, generations(component)), []);
        equal((await sayings(protection, generations(root))).length, 1);
    });

    it("Local tenants and the stacks in unprotectedStacks need no protection", async () => {
        const resources = [root, client(false), key("key", false, root)];
        const on = (domain: string): Told[] => [
            root,
            { ...client(false), provider: { domain } },
            key("key", false, root),
        ];
        equal((await sayings(protection, resources, { stack: "sandbox" })).length, 2);
        deepEqual(await sayings(protection, on("localhost:4430")), []);
        equal((await sayings(protection, on("localhost.example.com"), { stack: "sandbox" })).length, 2);
        const config = { unprotectedStacks: ["review"] };
        deepEqual(await sayings(protection, resources, { stack: "review", config }), []);

        process.env["AUTH0_DOMAIN"] = "localhost:4430";
        try {
            deepEqual(await sayings(protection, resources), []);
            equal((await sayings(protection, on("example.eu.auth0.com"))).length, 2);
        } finally {
            delete process.env["AUTH0_DOMAIN"];
        }
    });
});

/** What TypeScript says of a program in the project's folder. */
function problemsIn(program: string): string[] {
    const file = join(projectFolder, "advised.ts");
    const options: ts.CompilerOptions = {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
        target: ts.ScriptTarget.ES2022,
    };
    const files = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
        ...files,
        fileExists: (path) => path === file || files.fileExists(path),
        readFile: (path) => (path === file ? program : files.readFile(path)),
        getSourceFile: (path, ...rest) =>
            path === file
                ? ts.createSourceFile(path, program, ts.ScriptTarget.ES2022)
                : files.getSourceFile(path, ...rest),
    };
    return ts
        .getPreEmitDiagnostics(ts.createProgram([file], options, host))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("Policies for the tenant", () => {
    const tenant: Told = { type: "auth0:index/tenant:Tenant", name: "tenant", inputs: {} };

    function attackProtectionOf(enabled: boolean): Told {
        return {
            type: "auth0:index/attackProtection:AttackProtection",
            name: "protection",
            inputs: {
                bruteForceProtection: { enabled: true },
                breachedPasswordDetection: { enabled },
                suspiciousIpThrottling: { enabled: true },
            },
        };
    }

    function guardian(policy: string): Told {
        return { type: "auth0:index/guardian:Guardian", name: "guardian", inputs: { policy } };
    }

    it("A program that manages no tenant gets no advice", async () => {
        deepEqual(await sayings(attackProtection, [client(true)]), []);
        deepEqual(await sayings(multiFactor, [client(true)]), []);
    });

    it("auth0-attack-protection advises if a part of the protection is missing or off", async () => {
        deepEqual(await sayings(attackProtection, [tenant, attackProtectionOf(true)]), []);
        equal((await sayings(attackProtection, [tenant])).length, 1);
        deepEqual(await sayings(attackProtection, [tenant, attackProtectionOf(false)]), [
            "breachedPasswordDetection: is not turned on. Write `breachedPasswordDetection: { enabled: true }`.",
        ]);
    });

    it("auth0-multi-factor advises if no second factor is required", async () => {
        deepEqual(await sayings(multiFactor, [tenant, guardian("all-applications")]), []);
        equal((await sayings(multiFactor, [tenant])).length, 1);
        equal((await sayings(multiFactor, [tenant, guardian("never")])).length, 1);
    });

    it("The advised lines of code compile and match the documentation", async () => {
        const advised = async (policy: StackValidationPolicy, told: Told): Promise<string> => {
            const [said = ""] = await sayings(policy, [told]);
            return /`(.*)`/.exec(said)?.[1] ?? "";
        };
        const declarations = [await advised(attackProtection, tenant), await advised(multiFactor, tenant)];
        const parts = [
            `new auth0.AttackProtection("parts", { bruteForceProtection: { enabled: false }, ${await advised(attackProtection, attackProtectionOf(false))} });`,
            `new auth0.Guardian("parts", { ${await advised(multiFactor, guardian("never"))} });`,
        ];
        const page = await readFile(join(projectFolder, "docs/policies.md"), "utf8");
        const block = /```ts\n([^]*?)```/.exec(page)?.[1] ?? "";
        const plain = (code: string): string => code.replaceAll(/\s|,(?=\s*[})])/g, "");
        for (const declaration of declarations) {
            ok(plain(block).includes(plain(declaration)), declaration);
        }
        const program = [block, ...declarations.map((one) => one.replace('"tenant"', '"advice"')), ...parts].join("\n");
        deepEqual(problemsIn(program), []);
        equal(problemsIn(program.replace("enabled: true", "enabled: 1")).length, 1);
    });

    it("The policies for the tenant are advisory", () => {
        deepEqual([attackProtection.enforcementLevel, multiFactor.enforcementLevel], ["advisory", "advisory"]);
    });
});
