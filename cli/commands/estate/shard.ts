import { UsageError } from "../usageError";

/** One part of an estate, for one machine: the `number`th of `of`, from 1 on. */
export interface Shard {
    readonly number: number;
    readonly of: number;
}

/** The estate as one part. */
export const whole: Shard = { number: 1, of: 1 };

/**
 * Reads a shard as `--shard` has it.
 *
 * @throws UsageError where the text is not that of a shard.
 */
export function readShard(text: string): Shard {
    const [, number, of] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number);
    if (number === undefined || of === undefined || number > of) {
        throw new UsageError("--shard takes a shard and the number of shards, such as 1/3, 2/3 or 3/3.");
    }
    return { number, of };
}

/** A shard as `--shard` takes it. */
export function asOption({ number, of }: Shard): string {
    return `${number}/${of}`;
}

/** What of a list is in a shard: each shard takes every `of`th, so that their lengths differ by 1 at most. */
export function inShard<T>(list: readonly T[], { number, of }: Shard): T[] {
    return list.filter((_item, index) => index % of === number - 1);
}

/** The shards of a list: as many as wanted, and none that is empty. */
export function shardsOf(list: readonly unknown[], wanted: number): Shard[] {
    const of = Math.min(wanted, list.length);
    return Array.from({ length: of }, (_item, index) => ({ number: index + 1, of }));
}
