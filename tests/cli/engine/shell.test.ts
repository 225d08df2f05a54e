import assert from "node:assert/strict";
import { outputOf } from "../../../processes/childProcess";
import { shellLines } from "../../../cli/engine/shell";

describe("Shell lines of npm run engine", () => {
    /** What a real shell has in a variable after it has read the lines. */
    const after = async (lines: readonly string[], name: string): Promise<string> => {
        return outputOf("/bin/sh", ["-u", "-c", `${lines.join("\n")}\nprintf %s "$${name}"`], {
            env: { PATH: "/usr/bin:/bin" },
            extendEnv: false,
        });
    };

    const home = `/tmp/it's a "home" with $HOME, \`date\` and \\`;

    it("The shell lines put pulumi's folder first on PATH", async () => {
        const lines = shellLines({
            searchPath: ["/opt/it's here/bin"],
            environment: { PATH: "/opt/it's here/bin:/x" },
        });
        assert.equal(await after(lines, "PATH"), "/opt/it's here/bin:/usr/bin:/bin");
    });

    it("The shell lines leave PATH alone if pulumi is on it", () => {
        assert.deepEqual(shellLines({ searchPath: [], environment: { PATH: "/x", PULUMI_HOME: "/h" } }), [
            "export PULUMI_HOME='/h'",
        ]);
    });

    it("The shell lines quote spaces, quotes and expansions", async () => {
        const lines = shellLines({ searchPath: [], environment: { PULUMI_HOME: home } });
        assert.equal(await after(lines, "PULUMI_HOME"), home);
    });
});
