import { eventOf, storeFault, type StoreFault } from './store-faults.js';
import { hashBytes } from './verify/merkle.js';

/** What should follow in the log and what does, both from the same index on. */
export interface Difference {
  readonly index: number;
  /** Leaf hashes of the signed tree, one after the other. */
  readonly expected: Buffer;
  /** Leaf hashes of the entries that the store has, and their texts. */
  readonly actual: Buffer;
  readonly texts: readonly string[];
}

/**
 * What happened to the first event that differs: it was changed, events were removed before what follows now, events
 * were inserted before what should follow, or both are there in another order. Sees as far as the given hashes go.
 */
export function diagnose({ index, expected, actual, texts }: Difference): StoreFault {
  const [wanted, found] = [hashesOf(expected), hashesOf(actual)];
  const event = eventOf(texts[0]);
  const [first, firstFound] = [wanted[0], found[0]];
  if (firstFound === undefined) return storeFault('events-removed', { index, until: index + wanted.length });
  if (first === undefined) return storeFault('events-inserted', { index, until: index + found.length, event });
  const goesOnAt = wanted.indexOf(firstFound);
  const comesAt = found.indexOf(first);
  if (goesOnAt > 0 && comesAt > 0) return storeFault('events-reordered', { index, until: index + comesAt + 1, event });
  if (goesOnAt > 0) return storeFault('events-removed', { index, until: index + goesOnAt });
  if (comesAt > 0) return storeFault('events-inserted', { index, until: index + comesAt, event });
  return storeFault('event-changed', { index, event });
}

function hashesOf(bytes: Buffer): string[] {
  const hashes: string[] = [];
  for (let at = 0; at < bytes.length; at += hashBytes) hashes.push(bytes.toString('latin1', at, at + hashBytes));
  return hashes;
}
