// Loaded into the process of a command: damages pulumi just before it is started, as an update or a cleaner may.
const childProcess = require("node:child_process");
const { chmodSync, rmSync, writeFileSync } = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const { basename } = require("node:path");

const damages = {
    missing: (file) => rmSync(file, { force: true }),
    "not executable": (file) => chmodSync(file, 0o644),
    "without its interpreter": (file) => writeFileSync(file, "#!/no/such/interpreter\n"),
    killed: (file) => writeFileSync(file, "#!/bin/sh\nkill -KILL $$\n"),
    "exit code 137": (file) => writeFileSync(file, "#!/bin/sh\nexit 137\n"),
    "silently failing": (file) => writeFileSync(file, "#!/bin/sh\nexit 3\n"),
};

const { spawn } = childProcess;
childProcess.spawn = (file, args, ...rest) => {
    // The version is asked for before pulumi is taken for usable.
    if (basename(file) === "pulumi" && !["version", "plugin"].includes(args[0])) {
        damages[process.env.DAMAGE](file);
    }
    return spawn(file, args, ...rest);
};
syncBuiltinESMExports();
