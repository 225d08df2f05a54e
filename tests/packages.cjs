"use strict";

// Installs what only the tests and the reference need (a browser, PostgreSQL, Mermaid), unless it is installed as locked.

const { execFileSync } = require("node:child_process");
const { copyFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const locked = join(__dirname, "package-lock.json");
/** The lock by which the packages were installed: `npm ci` deletes it with the folder. */
const installed = join(__dirname, "node_modules", ".installed-package-lock.json");

function isInstalled() {
    try {
        return readFileSync(installed).equals(readFileSync(locked));
    } catch {
        return false;
    }
}

if (!isInstalled()) {
    console.error("Installing the packages of tests/package.json ...");
    // npm tells its scripts where it is itself.
    const npm = process.env.npm_execpath;
    const [program, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm];
    execFileSync(program, [...first, "ci", "--no-audit", "--no-fund", "--prefix", __dirname], {
        // Scripts that read this output get it without npm's words.
        stdio: ["ignore", 2, 2],
    });
    copyFileSync(locked, installed);
}
