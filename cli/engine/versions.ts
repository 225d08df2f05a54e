import { readFileSync } from "node:fs";
import path from "node:path";
import auth0 from "@pulumi/auth0/package.json";
import random from "@pulumi/random/package.json";
import { rsort } from "semver";

/** The folder of the Go modules that the engine can be built from. */
export const goFolder = path.join(__dirname, "go");

/** The oldest `pulumi` that runs this project. */
export const oldestPulumi = "3.227.0";

/** The `pulumi` that is downloaded or built: what the Go module of the build asks for. */
export const pulumiVersion = requiredVersion("cli", "github.com/pulumi/pulumi/pkg/v3");

/** The upstream provider that the auth0 plugin is built over. */
export const auth0Upstream = requiredVersion("plugins/upstream-auth0", "github.com/auth0/terraform-provider-auth0");

/** The upstream provider that the release of the auth0 plugin is made of, as its release notes say. */
export const auth0ReleasedUpstream = "v1.53.0";

/** A resource plugin of the engine. */
export interface Plugin {
    /** Its name, such as `auth0`. */
    readonly name: string;
    /** Its version: that of the npm package that the programs here use it through. */
    readonly version: string;
}

/** The plugins an engine comes with. */
export const plugins: readonly Plugin[] = [auth0, random].map((manifest) => manifest.pulumi);

/** Returns the newest Go version that one of the modules of the build asks for, such as `1.25.11`. */
export function neededGo(): string {
    const asked = ["cli", "nodejs-host", "plugins"].map((module) => /^go (\S+)$/m.exec(goMod(module))?.[1] ?? "");
    return rsort(asked)[0] ?? "";
}

/** Returns the version that a Go module of the build requires of another one, such as `v1.0.0`. */
function requiredVersion(module: string, required: string): string {
    const line = goMod(module)
        .split("\n")
        .map((text) => text.replace(/^require /, "").trim())
        .find((text) => text.startsWith(`${required} `));
    const version = line?.split(" ")[1];
    if (version === undefined) {
        throw new Error(`The Go module ${module} does not require ${required}.`);
    }
    return version;
}

function goMod(module: string): string {
    return readFileSync(path.join(goFolder, module, "go.mod"), "utf8");
}
