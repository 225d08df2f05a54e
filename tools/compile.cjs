"use strict";

// Lets this process load the TypeScript of this checkout. tsx and Pulumi's own runner do the same, but keep what they have
// compiled in the temporary folder under names that can be foretold: another user of the machine could put code there, and a
// run with its secrets would execute it. Here it is kept in node_modules, whose code is executed anyway, and a kept file is
// one read without loading the compiler. For the lines of the sources in stack traces: NODE_OPTIONS=--enable-source-maps.

const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, join, parse, relative, sep } = require("node:path");

const checkout = join(__dirname, "..");
// A checkout may have the packages of another one.
const packages = join(checkout, "node_modules");
const kept = join(packages, ".cache", "openmetadata-auth0");
const { version } = require("esbuild/package.json");

require("../components/pulumiInternals/lazySdk.cjs");
/** Keeps what V8 has compiled: for a process that will be killed, to be called once all of its code is loaded. */
module.exports.keepCode = require("./codeCache.cjs")(kept, [checkout, packages]);

/** What this process has compiled itself, by file. */
const compiledNow = new Map();

/** Compiles files without checking their types. The compiler is a program: one start of it compiles many as quickly as one. */
function compile(filenames) {
    // Before they are compiled: what changes meanwhile is compiled again by the next run.
    const places = new Map(filenames.map((filename) => [filename, storedAs(filename, readFileSync(filename, "utf8"))]));
    const { outputFiles } = require("esbuild").buildSync({
        entryPoints: filenames,
        // Each output has the path of its source, wherever that is.
        outbase: parse(checkout).root,
        outdir: parse(checkout).root,
        outExtension: { ".js": ".ts" },
        write: false,
        platform: "node",
        format: "cjs",
        target: "node20",
        // V8's compiled code, which is stored as well, cannot import dynamically.
        supported: { "dynamic-import": false },
        sourcemap: "inline",
        sourcesContent: false,
        logLevel: "silent",
    });
    for (const { path, text } of outputFiles) {
        const { file, end } = places.get(path);
        compiledNow.set(path, text + end);
        store(file, text + end);
    }
}

/** The sources that are compiled with a file: those of the tests with one of them, all others with any other one. */
function sourcesWith(filename) {
    const [room] = relative(checkout, filename).split(sep);
    if (room === "..") {
        return [filename];
    }
    return readdirSync(checkout, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !/^(\..*|node_modules|dist|docs|findings)$/.test(entry.name))
        .map(({ name }) => name)
        .filter((name) => (name === "tests") === (room === "tests"))
        .flatMap((name) => readdirSync(join(checkout, name), { recursive: true }).map((path) => join(name, path)))
        .filter((path) => path.endsWith(".ts") && !/\.d\.ts$|[\\/](node_modules|dist)[\\/]/.test(path))
        .map((path) => join(checkout, path));
}

/** Where the compiled form of a file is stored, and how it ends as long as the source is the same. */
function storedAs(filename, source) {
    const name = createHash("sha256").update(relative(checkout, filename)).digest("hex").slice(0, 16);
    const digest = createHash("sha256").update(version).update(source).digest("hex");
    return { file: join(kept, `${basename(filename)}-${name}.js`), end: `\n// ${digest}\n` };
}

function store(file, content) {
    try {
        mkdirSync(kept, { recursive: true, mode: 0o700 });
        // Another run sees all of it or nothing.
        const temporary = `${file}.${process.pid}`;
        writeFileSync(temporary, content, { mode: 0o600 });
        renameSync(temporary, file);
    } catch {
        // A checkout that cannot be written to compiles each time.
    }
}

/** What a file compiles to, stored by an earlier run where its source was the same. */
function storedOrCompiled(filename, source) {
    const { file, end } = storedAs(filename, source);
    try {
        const content = readFileSync(file, "utf8");
        if (content.endsWith(end)) {
            return content;
        }
    } catch {
        // Nothing is stored yet, or not for this user.
    }
    if (!compiledNow.has(filename)) {
        try {
            // Where nothing is stored of one, the others lack as well.
            compile(existsSync(file) ? [filename] : [...new Set([filename, ...sourcesWith(filename)])]);
        } catch {
            // The fault may be in a file that this process does not load.
            compile([filename]);
        }
    }
    return compiledNow.get(filename);
}

Module._extensions[".ts"] = (module, filename) => {
    module._compile(storedOrCompiled(filename, readFileSync(filename, "utf8")), filename);
};

// A dynamic import names the file that TypeScript would write.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
    const source = parent?.filename?.endsWith(".ts") && /^\.\.?\/.*\.js$/.test(request);
    return resolveFilename.call(this, source ? request.replace(/\.js$/, ".ts") : request, parent, ...rest);
};
