import { deepEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { formats } from "../../../cli/commands/export/format";
import { summaryOf } from "../../../cli/commands/export/summary";
import { servers } from "../../deployment/deployments";

describe("Export summary", () => {
    const [from] = servers;
    ok(from);
    const said = (format: (typeof formats)[number], of = from): string =>
        summaryOf({
            folder: "out",
            format,
            files: [{ path: "a", content: Buffer.from(""), secret: false, what: "b" }],
            from: of,
            written: true,
        });

    it("The export summary asks for remove-security-config before all other steps", () => {
        for (const format of formats.filter((name) => name !== "ingestion")) {
            const lines = said(format).split("\n");
            const command = lines.findIndex((line) =>
                line.includes("openmetadata-ops.sh remove-security-config --force"),
            );
            const next = lines.indexOf("Next:");
            ok(command > 0 && command < next, format);
            match(lines.slice(0, next).join(" "), /creates an account for each admin with a well-known password/);
            deepEqual(
                lines.slice(next).filter((line) => line.includes("remove-security-config")),
                [],
            );
        }
        doesNotMatch(said("ingestion"), /remove-security-config/);
    });

    it("The export summary adds OIDC_CUSTOM_PARAMS to docker run for an organization", () => {
        const [, , withOrganization] = servers;
        ok(withOrganization);
        match(
            said("env", withOrganization),
            /docker run, add this behind --env-file.*\n +--env 'OIDC_CUSTOM_PARAMS=\{customParamKey1: organization, customParamValue1: org_\w+\}'/,
        );
        doesNotMatch(said("env"), /--env '/);
    });
});
