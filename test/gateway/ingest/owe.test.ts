import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideDelivery, type AtTarget, type OpenDelivery } from '../../../gateway/ingest/owe.js';

function open(version: number, state: string, attempts = 0): OpenDelivery {
  return { version, resend: 0, state, attempts };
}

const has: AtTarget = { open: [], accepted: 'upsert' };
const had: AtTarget = { open: [], accepted: 'withdraw' };
const fresh = open(1, 'pending');
const tried = open(1, 'pending', 1);
const neverSent = open(1, 'held');
const sentAndHeld = open(1, 'held', 2);

/** What a new version means for a target: operation, whether it is owed, what the target has → what is made, what is overtaken. */
const table = [
  ['a record that the target never saw', 'upsert', true, undefined, 'upsert', [], 'superseded'],
  ['a record that the target has', 'upsert', true, has, 'upsert', [], 'superseded'],
  ['a record that the target had and gave back', 'upsert', true, had, 'upsert', [], 'superseded'],
  ['an older version that was never handed over', 'upsert', true, { open: [fresh], accepted: undefined }, 'upsert', [fresh], 'superseded'],
  ['an older version held before it was ever sent', 'upsert', true, { open: [neverSent], accepted: undefined }, 'upsert', [neverSent], 'superseded'],
  ['an older version that was tried and waits to be tried again', 'upsert', true, { open: [tried], accepted: undefined }, 'upsert', [tried], 'superseded'],
  ['an older version on its way', 'upsert', true, { open: [open(1, 'sending', 1)], accepted: undefined }, 'upsert, waits', [], 'superseded'],
  ['an older version in doubt', 'upsert', true, { open: [open(1, 'unknown', 1)], accepted: undefined }, 'upsert, waits', [], 'superseded'],
  ['an older version whose receipt is awaited', 'upsert', true, { open: [open(1, 'sent', 1)], accepted: undefined }, 'upsert, waits', [], 'superseded'],
  ['an older version held after it was sent', 'upsert', true, { open: [sentAndHeld], accepted: undefined }, 'upsert, waits', [], 'superseded'],
  ['a record out of scope that the target never saw', 'upsert', false, undefined, undefined, [], 'cancelled'],
  ['a record now out of scope that the target has', 'upsert', false, has, 'withdraw', [], 'superseded'],
  ['a withdrawal of what was never handed over', 'withdraw', true, { open: [fresh], accepted: undefined }, undefined, [fresh], 'cancelled'],
  ['a withdrawal of what was tried', 'withdraw', true, { open: [tried], accepted: undefined }, 'withdraw', [tried], 'superseded'],
  ['a withdrawal of what the target has', 'withdraw', true, has, 'withdraw', [], 'superseded'],
  ['a withdrawal of what the target gave back already', 'withdraw', true, had, undefined, [], 'cancelled'],
  ['a withdrawal of what is in doubt', 'withdraw', true, { open: [open(1, 'unknown', 1)], accepted: undefined }, 'withdraw, waits', [], 'superseded'],
  ['a withdrawal while a newer version waits behind one in doubt', 'withdraw', true,
    { open: [open(1, 'unknown', 1), open(2, 'pending')], accepted: undefined }, 'withdraw, waits', [open(2, 'pending')], 'superseded'],
] as const;

describe('what a new version means for a target', () => {
  it.each(table)('%s', (_, operation, owes, at, made, overtaken, become) => {
    const decision = decideDelivery(operation, owes, at);
    const create = decision.create && `${decision.create.operation}${decision.create.waitsForOlder ? ', waits' : ''}`;
    expect(create).toBe(made);
    expect(decision.overtaken).toEqual(overtaken);
    expect(decision.overtakenBecome).toBe(become);
  });

  const deliveries = fc.uniqueArray(
    fc
      .record({
        version: fc.integer({ min: 1, max: 9 }),
        state: fc.constantFrom('pending', 'sending', 'unknown', 'sent', 'held'),
        attempts: fc.integer({ min: 0, max: 3 }),
      })
      // What was sent was attempted; only pending and held ones may never have been.
      .map(({ version, state, attempts }) => open(version, state, state === 'pending' || state === 'held' ? attempts : attempts + 1)),
    { selector: ({ version }) => version, maxLength: 4 },
  );
  const situations = fc.record({
    operation: fc.constantFrom('upsert' as const, 'withdraw' as const),
    owes: fc.boolean(),
    at: fc.record({ open: deliveries, accepted: fc.constantFrom('upsert' as const, 'withdraw' as const, undefined) }),
  });

  it('keeps its laws in every situation', () => {
    fc.assert(
      fc.property(situations, ({ operation, owes, at }) => {
        const { create, overtaken, overtakenBecome } = decideDelivery(operation, owes, at);
        const wanted = operation === 'upsert' && owes ? 'upsert' : 'withdraw';
        const inDoubt = at.open.filter(({ state, attempts }) => state !== 'pending' && attempts > 0);
        const mayHaveIt = at.accepted === 'upsert' || at.open.some(({ attempts }) => attempts > 0);
        // A target that is owed the record gets it; one that is not, but may have it, is told to drop it; nobody else hears of it.
        expect(create?.operation).toBe(wanted === 'upsert' || mayHaveIt ? wanted : undefined);
        // What is on its way or in doubt is never overtaken, everything else always is.
        expect(overtaken.toSorted(byVersion)).toEqual(at.open.filter((one) => !inDoubt.includes(one)).toSorted(byVersion));
        if (create) expect(create.waitsForOlder).toBe(inDoubt.length > 0);
        expect(overtakenBecome).toBe(create ? 'superseded' : 'cancelled');
      }),
      { numRuns: 1000 },
    );
  });
});

function byVersion(a: OpenDelivery, b: OpenDelivery): number {
  return a.version - b.version;
}
