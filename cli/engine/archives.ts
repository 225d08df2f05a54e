/** A release of the Pulumi CLI, as an archive. */
export interface Archive {
    /** The end of its name, such as `linux-x64.tar.gz`. */
    readonly name: string;
    /** Its digest: what is downloaded is used only where it has the same. */
    readonly digest: { readonly algorithm: "sha256" | "sha512"; readonly hex: string };
}

/** The version of Pulumi that {@link archives} are of. */
export const archivesVersion = "3.259.0";

const windows: Archive = {
    name: "windows-x64.zip",
    digest: {
        algorithm: "sha512",
        hex: "7a49068c2a10110c5887135d43d7ab02b8b23c95af15a3b0f35104fced8366dac48ed33da6f2a4da55f74d960f894dbe6d6c75ea0cdf95ff3fa2991a2474dca6",
    },
};

/**
 * The archives of that version, by platform and architecture as Node names them.
 *
 * Source: the formula of this version in Pulumi's Homebrew tap (pulumi/homebrew-tap, Formula/pulumi.rb); for Windows, the
 * manifest of this version in Scoop (ScoopInstaller/Main, bucket/pulumi.json), where ARM runs the archive for x64.
 */
export const archives: Readonly<Record<string, Archive>> = {
    "darwin-arm64": {
        name: "darwin-arm64.tar.gz",
        digest: { algorithm: "sha256", hex: "57c27f179e527e2cf9f62b841a448af72a020e44b2fb4ee0d9bd85556c00c864" },
    },
    "darwin-x64": {
        name: "darwin-x64.tar.gz",
        digest: { algorithm: "sha256", hex: "eaca4c3b8277bfa3ab061fa3b270d1c66358a0b2e613da8c5587a04b7226c534" },
    },
    "linux-arm64": {
        name: "linux-arm64.tar.gz",
        digest: { algorithm: "sha256", hex: "edc8327463a72160bb36cf82cf5062da9c8a244290a706d9980988e7bf486853" },
    },
    "linux-x64": {
        name: "linux-x64.tar.gz",
        digest: { algorithm: "sha256", hex: "94ba357acac23d01474084c4b00098dc0f7bc70ce13f34c777459254a5f718e5" },
    },
    "win32-arm64": windows,
    "win32-x64": windows,
};
