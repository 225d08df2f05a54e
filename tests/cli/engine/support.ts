import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pluginFolder, pluginProgram } from "../../../cli/engine/plugins";
import type { Progress } from "../../../cli/engine/progress";
import type { Source } from "../../../cli/engine/source";
import { type Plugin, plugins } from "../../../cli/engine/versions";

/** A folder for one test, removed after it. */
export function temporaryFolder(): { readonly path: string } {
    const folder = { path: "" };
    beforeEach(() => {
        folder.path = mkdtempSync(path.join(tmpdir(), "toolchain-"));
    });
    afterEach(() => rm(folder.path, { recursive: true, force: true }));
    return folder;
}

/** What is shown, as it was said. */
export class Sayings implements Progress {
    readonly all: string[] = [];

    /** @param also - is called with everything that is said as well */
    constructor(private readonly also: (text: string) => void = () => undefined) {}

    begin = (text: string): void => {
        this.all.push(text);
        this.also(text);
    };
    update = this.begin;
    note = this.begin;
    end = this.begin;
    stop = (): void => undefined;
}

/** A source whose programs do nothing, and which keeps a log of how often it made one. */
export class FakeSource implements Source {
    readonly title: string;
    /** The folder it works in, while it does. */
    began: Promise<string>;
    private begin: (folder: string) => void = () => undefined;

    constructor(
        readonly name: string,
        private readonly log: string,
        private readonly behaviour: {
            readonly identity?: readonly string[] | undefined;
            obstacle?: string | undefined;
            readonly error?: string;
            readonly upstream?: string;
            readonly wait?: Promise<unknown>;
            readonly plugins?: readonly Plugin[];
            /** How many bytes its pulumi takes at least. */
            readonly size?: number;
        } = {},
    ) {
        this.title = `the source ${name}`;
        this.began = new Promise((resolve) => (this.begin = resolve));
    }

    identity(): readonly string[] | undefined {
        return "identity" in this.behaviour ? this.behaviour.identity : ["1"];
    }

    obstacle(): Promise<string | undefined> {
        appendFileSync(this.log, `looked at ${this.name}\n`);
        return Promise.resolve(this.behaviour.obstacle);
    }

    async make(folder: string): Promise<{ pulumi: string; version: string; auth0Upstream: string | undefined }> {
        appendFileSync(this.log, `made ${this.name}\n`);
        await writeProgram(path.join(folder, "bin", "pulumi"), "#".repeat(this.behaviour.size ?? 0));
        await writeProgram(path.join(folder, "bin", "pulumi-language-nodejs"), "");
        this.begin(folder);
        await (this.behaviour.wait ?? new Promise((resolve) => setTimeout(resolve, 100)));
        if (this.behaviour.error !== undefined) {
            throw new Error(this.behaviour.error);
        }
        for (const plugin of this.behaviour.plugins ?? plugins) {
            await writeProgram(path.join(pluginFolder(path.join(folder, "home"), plugin), pluginProgram(plugin)), "");
        }
        return { pulumi: path.join("bin", "pulumi"), version: "3.259.0", auth0Upstream: this.behaviour.upstream };
    }
}

/** Returns the lines of a log, none where there is no log. */
export function linesOf(log: string): string[] {
    return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
}

/** Writes a program for the shell. */
export async function writeProgram(file: string, body: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
}

/** Sets variables of the environment for the tests of a group; undefined takes one away. */
export function withEnvironment(variables: () => Record<string, string | undefined>): void {
    let before: Record<string, string | undefined>;
    beforeEach(() => {
        const wanted = variables();
        before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
        set(wanted);
    });
    afterEach(() => {
        set(before);
    });
}

function set(variables: Record<string, string | undefined>): void {
    for (const [name, value] of Object.entries(variables)) {
        if (value === undefined) {
            Reflect.deleteProperty(process.env, name);
        } else {
            process.env[name] = value;
        }
    }
}

/** Removes all files of a folder but one. */
export function emptyBut(folder: string, kept: string): void {
    for (const name of readdirSync(folder).filter((name) => name !== kept)) {
        rmSync(path.join(folder, name), { recursive: true });
    }
}

/** Makes a manifest what an older version wrote: without the files. */
export function makeOlder(manifest: string): void {
    const { folder, content } = JSON.parse(readFileSync(manifest, "utf8")) as { folder: string; content: object };
    writeFileSync(manifest, JSON.stringify({ folder, ...content }));
}
