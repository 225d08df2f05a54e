"use strict";

// Keeps what V8 makes of the code that a process of this checkout loads: the next process of its kind takes it from one file,
// and neither parses nor compiles that code again. Node does that by itself from 22.1 on, when asked; before, this does it.

const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, dirname, join, sep } = require("node:path");
const vm = require("node:vm");

/**
 * Loads code with what is kept of it, from here on.
 *
 * @param folder - where it is kept: what lies there is executed
 * @param folders - the folders whose code it is for
 * @returns what keeps the code of this process. A process that ends by itself does it then; one that is killed has to call it.
 */
module.exports = function useCodeCache(folder, folders) {
    if (Module.enableCompileCache !== undefined) {
        try {
            // Node would make it readable by others.
            mkdirSync(folder, { recursive: true, mode: 0o700 });
        } catch {
            // In a checkout that cannot be written to, nothing is kept.
        }
        Module.enableCompileCache(join(folder, "code"));
        return Module.flushCompileCache ?? (() => undefined);
    }
    if (process.sourceMapsEnabled) {
        // Node takes source maps only from modules that it loads by itself.
        return () => undefined;
    }
    const file = join(folder, `${nameOf(process.argv[1] ?? "")}-${process.version}-${process.arch}.code`);
    const old = read(file);
    const places = folders.map((place) => realpathSync(place) + sep);
    const scripts = new Map();
    let changed = false;

    const compile = Module.prototype._compile;
    Module.prototype._compile = function (content, filename, ...rest) {
        const script = isOurs(content, filename, rest[0]) ? scriptOf(content, filename) : undefined;
        if (script === undefined) {
            return compile.call(this, content, filename, ...rest);
        }
        const code = script.runInThisContext();
        return code.call(this.exports, this.exports, requireOf(this), this, filename, dirname(filename));
    };

    /** Whether a module is of these folders, and of a kind that can be kept: what V8 has kept cannot import dynamically. */
    function isOurs(content, filename, format) {
        return (
            places.some((place) => filename.startsWith(place)) && format !== "module" && !/\bimport\s*\(/.test(content)
        );
    }

    /** The code of a module, ready to run; undefined for what is no CommonJS, which Node itself is to load, or to refuse. */
    function scriptOf(content, filename) {
        // V8 itself compares no more than the length.
        const digest = createHash("sha256").update(content).digest("base64");
        const known = old.get(filename);
        const cachedData = known?.digest === digest ? known.data : undefined;
        let script;
        try {
            script = new vm.Script(Module.wrap(content.replace(/^#!.*/, "")), {
                filename,
                cachedData,
                importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
            });
        } catch {
            return undefined;
        }
        const taken = cachedData !== undefined && script.cachedDataRejected === false;
        changed ||= !taken;
        scripts.set(filename, { digest, script, taken });
        return script;
    }

    const keep = () => {
        if (!changed) {
            return;
        }
        changed = false;
        const entries = new Map([...old].filter(([filename]) => existsSync(filename)));
        for (const [filename, { digest, script, taken }] of scripts) {
            if (!taken) {
                // By now it has the functions as well that were compiled when they were first called.
                entries.set(filename, { digest, data: script.createCachedData() });
            }
        }
        write(folder, file, entries);
    };
    process.once("exit", keep);
    return keep;
};

/** A name for what a process runs. */
function nameOf(main) {
    return `${basename(dirname(main))}-${createHash("sha256").update(main).digest("hex").slice(0, 16)}`;
}

/** What Node gives a module as `require`. */
function requireOf(module) {
    const require = (request) => module.require(request);
    require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
    require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
    require.main = process.mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    return require;
}

/** The entries of a file: a line of JSON with the place of each, and behind it what V8 made of them. */
function read(file) {
    try {
        const content = readFileSync(file);
        const end = content.indexOf("\n");
        const index = JSON.parse(content.toString("utf8", 0, end));
        return new Map(
            index.map(([filename, digest, from, to]) => [
                filename,
                { digest, data: content.subarray(end + 1 + from, end + 1 + to) },
            ]),
        );
    } catch {
        // Nothing is kept yet, or not for this user.
        return new Map();
    }
}

function write(folder, file, entries) {
    let at = 0;
    const index = [...entries].map(([filename, { digest, data }]) => [filename, digest, at, (at += data.length)]);
    try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // Another run sees all of it or nothing.
        const temporary = `${file}.${process.pid}`;
        const parts = [...entries.values()].map(({ data }) => data);
        writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...parts]), { mode: 0o600 });
        renameSync(temporary, file);
    } catch {
        // A checkout that cannot be written to compiles each time.
    }
}
