import type { Adapter, AdapterPayload } from "oidc-provider";
import type { JsonObject } from "../json";
import type { Store } from "../store";
import { clientMetadata } from "./clientMetadata";
import { errors } from "./library";
import { leeway } from "./refreshTokens";

/** How often what has ended is removed, in seconds. */
const sweepInterval = 60;

const now = (): number => Math.floor(Date.now() / 1000);

/**
 * Gives the OpenID provider library its place in the tenant's state: clients are those of the Management API, as they
 * are at that moment; sessions, grants, codes and tokens are kept beside them until they end.
 */
export function storeAdapter(store: Store): (model: string) => Adapter {
    let swept = now();
    const sweep = (): void => {
        if (now() < swept + sweepInterval) return;
        swept = now();
        store.write((changes) => {
            for (const { id, expires } of store.list("artifacts")) {
                if (expires < swept) changes.remove("artifacts", id);
            }
        });
    };
    return (model) => (model === "Client" ? new ClientAdapter(store) : new ArtifactAdapter(store, model, sweep));
}

function key(model: string, id: string): string {
    return `${model}:${id}`;
}

/** The clients, which only the Management API makes and changes. */
class ClientAdapter implements Adapter {
    constructor(private readonly store: Store) {}

    find(id: string): Promise<AdapterPayload | undefined> {
        const client = this.store.get("clients", id);
        return Promise.resolve(client && clientMetadata(this.store, client));
    }

    upsert = refuse;
    consume = refuse;
    destroy = refuse;
    findByUid = refuse;
    findByUserCode = refuse;
    revokeByGrantId = refuse;
}

/** Everything else, by its id. */
class ArtifactAdapter implements Adapter {
    constructor(
        private readonly store: Store,
        private readonly model: string,
        private readonly sweep: () => void,
    ) {}

    upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
        this.sweep();
        this.store.put("artifacts", key(this.model, id), {
            id: key(this.model, id),
            model: this.model,
            payload: payload as JsonObject,
            expires: now() + expiresIn,
        });
        return Promise.resolve();
    }

    find(id: string): Promise<AdapterPayload | undefined> {
        const payload = this.read(id);
        if (payload?.consumed !== undefined && this.isInLeeway(payload)) {
            return Promise.resolve({ ...payload, consumed: undefined });
        }
        return Promise.resolve(payload);
    }

    findByUid(uid: string): Promise<AdapterPayload | undefined> {
        const found = this.store
            .list("artifacts")
            .find(({ model, payload }) => model === this.model && payload["uid"] === uid);
        return Promise.resolve(found?.payload as AdapterPayload | undefined);
    }

    consume(id: string): Promise<void> {
        const payload = this.read(id);
        if (payload?.consumed !== undefined && !this.isInLeeway(payload)) {
            // Of two requests that come with the same code at once, one must lose.
            throw new errors.InvalidGrant(`${this.model} already used`);
        }
        this.store.write((changes) => {
            const record = this.store.get("artifacts", key(this.model, id));
            if (record !== undefined) {
                const consumed = typeof payload?.consumed === "number" ? payload.consumed : now();
                changes.put("artifacts", key(this.model, id), { ...record, payload: { ...record.payload, consumed } });
            }
        });
        return Promise.resolve();
    }

    destroy(id: string): Promise<void> {
        this.store.remove("artifacts", key(this.model, id));
        return Promise.resolve();
    }

    revokeByGrantId(grantId: string): Promise<void> {
        this.store.write((changes) => {
            for (const { id, model, payload } of this.store.list("artifacts")) {
                if (model === this.model && payload["grantId"] === grantId) changes.remove("artifacts", id);
            }
        });
        return Promise.resolve();
    }

    findByUserCode = refuse;

    private read(id: string): AdapterPayload | undefined {
        return this.store.get("artifacts", key(this.model, id))?.payload;
    }

    /** Whether this is a refresh token that was replaced so lately that the application may still use it. */
    private isInLeeway({ consumed, clientId }: AdapterPayload): boolean {
        const client = this.model === "RefreshToken" ? this.store.get("clients", clientId ?? "") : undefined;
        return client !== undefined && typeof consumed === "number" && now() < consumed + leeway(client);
    }
}

/** For what the sandbox has switched off in the library. */
function refuse(): Promise<never> {
    throw new Error("The sandbox has no use for this.");
}
