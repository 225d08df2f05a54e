import { equal, match, ok } from "node:assert/strict";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { defaultAdminRemoval } from "../../../plugins/server/defaultAdminRemoval";
import { openMetadataProvider } from "../../../plugins/server/provider";
import { type OpenMetadataServer, startOpenMetadataServer } from "../../openMetadataServer/server";
import { contextFor } from "./context";
import { tokenOf } from "./signIn";

const urn = "urn:pulumi:prod::openmetadata-auth0::openmetadata-server:index:DefaultAdminRemoval::om";

describe("DefaultAdminRemoval resource", () => {
    let server: OpenMetadataServer;
    let token: string;
    beforeEach(async () => {
        server = await startOpenMetadataServer({
            environment: { AUTHORIZER_ADMIN_PRINCIPALS: "[jane.doe]", JWT_KEY_ID: "catalog-1" },
        });
        server.database.addUser({ name: "admin", email: "admin@example.com", isAdmin: true });
        token = await tokenOf(server, "jane.doe");
    });
    afterEach(async () => {
        await server.close();
    });

    async function remove(signingKeyId?: string): Promise<string[]> {
        const inputs = { url: server.url, token, present: false, ...(signingKeyId !== undefined && { signingKeyId }) };
        const context = contextFor(inputs);
        await defaultAdminRemoval.create(inputs, context);
        equal(server.database.user("admin"), undefined);
        return context.told;
    }

    it("The default admin is deleted and stays gone with the exported environment", async () => {
        match(
            (await remove("catalog-1")).join(),
            /^info: .* stays gone as long as the server is started with the environment/,
        );
    });

    it("Deletion warns that the default admin returns with another environment", async () => {
        match((await remove("catalog-2")).join(), /^warning: .* comes back at the next start/);
    });

    it("A default admin that is gone already causes no message", async () => {
        await remove();
        equal((await remove()).length, 0);
    });

    it("A signing key ID that the preview does not know is no change", async () => {
        await remove();
        const kept = { url: server.url, token, present: false, signingKeyId: "catalog-1" };
        const changes = async (news: object): Promise<boolean | undefined> =>
            (await openMetadataProvider.diff?.("id", urn, kept, { ...kept, ...news }))?.changes;
        equal(await changes({ signingKeyId: unknownValue }), false);
        equal(await changes({ token: unknownValue }), true);
    });

    it("A default admin that is back is reported as drift, with the reason", async () => {
        const gone = { url: server.url, token, present: false };
        const found = (await defaultAdminRemoval.read(gone, contextFor(gone)))?.outputs;
        ok(found);
        equal(defaultAdminRemoval.differs(found, gone), true);
        match(defaultAdminRemoval.drift(gone, found) ?? "", /its environment names at each start/);
        equal(defaultAdminRemoval.drift(gone, gone), undefined);
    });
});
