import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { openSums, summarise, type RunReport, type TargetReport } from '../../gateway/summary.js';

const count = fc.nat(1000);

/** A target whose sums close over `versions`. */
function targetOf(connector: string, versions: number): fc.Arbitrary<TargetReport> {
  return fc.array(fc.nat(6), { minLength: versions, maxLength: versions }).chain((states) =>
    fc.nat(versions).map((notOwed): TargetReport => {
      const of = (state: number): number => states.slice(notOwed).filter((value) => value === state).length;
      return {
        connector,
        owed: versions - notOwed,
        notOwed,
        accepted: of(0),
        rejected: of(1),
        pending: of(2),
        unknown: of(3),
        held: of(4),
        superseded: of(5),
        cancelled: of(6),
        awaitingReceipt: 0,
        nearestDueOn: null,
      };
    }),
  );
}

const run: fc.Arbitrary<RunReport> = fc
  .tuple(fc.constantFrom('a/x', 'b/y'), count, count, count, count, count, fc.nat(20))
  .chain(([name, unchanged, folded, skipped, mapped, quarantined, versions]) =>
    fc.tuple(targetOf('o/t', versions), targetOf('o/u', versions), fc.nat(2)).map(([first, second, targets]) => ({
      name,
      rows: unchanged + folded + skipped + mapped + quarantined,
      unchanged,
      folded,
      skipped,
      mapped,
      quarantined,
      versions,
      targets: [first, second].slice(0, targets),
      failure: null,
    })),
  );

describe('the summary document', () => {
  it('has the members that programs read, in their order, and no others', () => {
    const target: TargetReport = {
      nearestDueOn: '2026-12-01',
      awaitingReceipt: 1,
      connector: 'data-office/credit-china',
      owed: 3,
      notOwed: 1,
      accepted: 1,
      rejected: 1,
      pending: 1,
      unknown: 0,
      held: 0,
      superseded: 0,
      cancelled: 0,
    };
    const report: RunReport = {
      name: 'gannan-housing/penalties',
      rows: 6,
      unchanged: 1,
      folded: 0,
      skipped: 0,
      mapped: 4,
      quarantined: 1,
      versions: 4,
      targets: [target],
      failure: null,
    };
    expect(JSON.stringify(summarise([report]))).toBe(
      '{"exchanges":[{"name":"gannan-housing/penalties","rows":6,"unchanged":1,"folded":0,"skipped":0,"mapped":4,"quarantined":1,"versions":4,' +
        '"targets":[{"connector":"data-office/credit-china","owed":3,"notOwed":1,"accepted":1,"rejected":1,"pending":1,"unknown":0,"held":0,"superseded":0,"cancelled":0}]}]}',
    );
  });

  it('closes its sums when those of the runs close, however many runs an exchange had', () => {
    fc.assert(fc.property(fc.array(run, { maxLength: 5 }), (runs) => expect(openSums(summarise(runs))).toEqual([])));
  });

  it('has each exchange once', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
        const names = summarise(runs).exchanges.map(({ name }) => name);
        expect(names).toEqual([...new Set(runs.map(({ name }) => name))]);
      }),
    );
  });

  it('tells of every sum that does not close', () => {
    const report: RunReport = {
      name: 'a/x',
      rows: 9,
      unchanged: 1,
      folded: 0,
      skipped: 0,
      mapped: 4,
      quarantined: 1,
      versions: 4,
      failure: null,
      targets: [
        {
          connector: 'o/t',
          owed: 3,
          notOwed: 2,
          accepted: 1,
          rejected: 1,
          pending: 0,
          unknown: 0,
          held: 0,
          superseded: 0,
          cancelled: 0,
          awaitingReceipt: 0,
          nearestDueOn: null,
        },
      ],
    };
    expect(openSums(summarise([report]))).toEqual([
      'a/x: rows 9, its parts 6',
      'a/x → o/t: versions 4, owed and not 5',
      'a/x → o/t: owed 3, its states 2',
    ]);
  });
});
