import { equal, throws } from "node:assert/strict";
import { asksForJson, refuseSecretsInLog } from "../../cli/commands/pulumiArguments";

describe("Arguments for pulumi", () => {
    const verbose = [["-v=9"], ["-v9"], ["-v", "9"], ["--verbose=9"], ["--verbose", "11"], ["-jv9"], ["-v=3", "-v=10"]];
    const quiet = [[], ["-v=8"], ["-v", "3"], ["--verbose=8"], ["--diff", "-m", "v9"], ["--message=-v9x"]];

    it("A log level with secrets is refused outside the sandbox without --allow-secrets-in-log", () => {
        for (const args of verbose) {
            throws(
                () => {
                    refuseSecretsInLog("prod", args, false);
                },
                /level \d+ contains secrets in plain text.*add --allow-secrets-in-log/,
                args.join(" "),
            );
            refuseSecretsInLog("sandbox", args, false);
            refuseSecretsInLog("prod", args, true);
        }
        process.env["PULUMI_OPTION_VERBOSE"] = "9";
        try {
            throws(() => {
                refuseSecretsInLog("prod", [], false);
            }, /level 9 contains secrets/);
        } finally {
            delete process.env["PULUMI_OPTION_VERBOSE"];
        }
        for (const args of quiet) {
            refuseSecretsInLog("prod", args, false);
        }
    });

    it("asksForJson recognizes each form of pulumi's --json option", () => {
        for (const args of [["--json"], ["-j"], ["--json=true"], ["--diff", "-yj"]]) {
            equal(asksForJson(args), true, args.join(" "));
        }
        for (const args of [[], ["--diff"], ["--json=false"], ["-y"]]) {
            equal(asksForJson(args), false, args.join(" "));
        }
    });
});
