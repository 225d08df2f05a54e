import { newPrivateKey } from "../../../components/newPrivateKey";
import { keySizes } from "../../../openmetadata/keySize";
import type { Section } from "../section";
import { measureTasks } from "../tasks";

/** What a new signing key costs. */
export const keys: Section = {
    title: "New signing keys",
    async run({ runs }) {
        const tasks = Object.fromEntries(keySizes.map((bits) => [`${bits} bits`, () => newPrivateKey(bits)]));
        return {
            ran: [],
            tables: [await measureTasks(tasks, { time: runs * 400, iterations: runs })],
            notes: [
                "A preview makes no key. An `up` makes one in case none is kept, on a thread of its own, while the rest of " +
                    "the program runs.",
            ],
        };
    },
};
