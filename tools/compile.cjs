"use strict";

// Lets this process load the TypeScript of this checkout. tsx and Pulumi's own runner do the same, but keep what they have
// compiled in the temporary folder under names that can be foretold: another user of the machine could put code there, and a
// run with its secrets would execute it. Here it is kept in node_modules, whose code is executed anyway, and a kept file is
// one read without loading the compiler. For the lines of the sources in stack traces: NODE_OPTIONS=--enable-source-maps.

const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, join, relative } = require("node:path");

const checkout = join(__dirname, "..");
// A checkout may have the packages of another one.
const packages = join(checkout, "node_modules");
const kept = join(packages, ".cache", "openmetadata-auth0");
const { version } = require("typescript/package.json");

require("../components/pulumiInternals/lazySdk.cjs");
/** Keeps what V8 has compiled: for a process that will be killed, to be called once all of its code is loaded. */
module.exports.keepCode = require("./codeCache.cjs")(kept, [checkout, packages]);

/** Compiles one file, without looking at its types. */
function compiled(source, filename) {
    const ts = require("typescript");
    const { outputText } = ts.transpileModule(source, {
        fileName: filename,
        compilerOptions: {
            target: ts.ScriptTarget.ES2023,
            module: ts.ModuleKind.CommonJS,
            esModuleInterop: true,
            inlineSourceMap: true,
        },
    });
    return outputText;
}

/** What a file compiles to, kept from an earlier run where its source was the same. */
function keptOrCompiled(source, filename) {
    const path = relative(checkout, filename);
    const name = `${basename(filename)}-${createHash("sha256").update(path).digest("hex").slice(0, 16)}.js`;
    const end = `\n// ${createHash("sha256").update(version).update(source).digest("hex")}\n`;
    const file = join(kept, name);
    try {
        const content = readFileSync(file, "utf8");
        if (content.endsWith(end)) {
            return content;
        }
    } catch {
        // Nothing is kept yet, or not for this user.
    }
    const content = compiled(source, filename) + end;
    try {
        mkdirSync(kept, { recursive: true, mode: 0o700 });
        // Another run sees all of it or nothing.
        const temporary = `${file}.${process.pid}`;
        writeFileSync(temporary, content, { mode: 0o600 });
        renameSync(temporary, file);
    } catch {
        // A checkout that cannot be written to compiles each time.
    }
    return content;
}

Module._extensions[".ts"] = (module, filename) => {
    module._compile(keptOrCompiled(readFileSync(filename, "utf8"), filename), filename);
};

// A dynamic import names the file that TypeScript would write.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
    const source = parent?.filename?.endsWith(".ts") && /^\.\.?\/.*\.js$/.test(request);
    return resolveFilename.call(this, source ? request.replace(/\.js$/, ".ts") : request, parent, ...rest);
};
