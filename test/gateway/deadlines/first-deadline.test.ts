import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reviewDuty, type DutyState, type NewVersionFacts, type StandingDuty } from '../../../gateway/deadlines/first-deadline.js';

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-09-01T16:00:00Z');
const at = (days: number): number => start + days * day;
const iso = (ms: number): string => new Date(ms).toISOString();

function standing(state: DutyState, facts: Partial<StandingDuty> = {}): StandingDuty {
  return { state, operation: 'upsert', dueAtMs: at(10), metAtMs: null, extendedFromMs: null, ...facts };
}

function version(days: number | undefined, facts: Partial<NewVersionFacts> = {}): NewVersionFacts {
  const planned = days === undefined ? undefined : { dueAt: iso(at(days)) };
  return { operation: 'upsert', planned, isEnteredAgain: false, nowMs: at(0), ...facts };
}

describe('the review of an obligation by a new version', () => {
  it.each([
    ['an earlier date counts by itself', standing('open'), version(9), { state: 'open', moves: true, asks: undefined }],
    ['the same date changes nothing', standing('open'), version(10), { state: 'open', moves: false, asks: undefined }],
    ['a later date is asked for', standing('open'), version(11), { state: 'open', moves: false, asks: 'later' }],
    ['owing nothing any more is asked for', standing('open'), version(undefined), { state: 'open', moves: false, asks: 'not-owed' }],
    [
      'a record entered again keeps its first date',
      standing('withdrawn'),
      version(30, { isEnteredAgain: true }),
      { state: 'open', moves: false, asks: 're-entered' },
    ],
    ['what was met in time by a wrong date is late', standing('met', { metAtMs: at(8) }), version(7), { state: 'met-late', moves: true, asks: undefined }],
    ['what was met before the right date stays so', standing('met', { metAtMs: at(6) }), version(7), { state: 'met', moves: true, asks: undefined }],
    ['a later date saves nothing that was late', standing('met-late', { metAtMs: at(12) }), version(30), { state: 'met-late', moves: false, asks: undefined }],
    ['a waived one stays waived', standing('waived'), version(1), { state: 'waived', moves: false, asks: undefined }],
    ['an extended one stays extended', standing('open', { dueAtMs: at(20), extendedFromMs: at(10) }), version(10), { state: 'open', moves: false, asks: undefined }],
    ['an extension falls with the date it was given for', standing('open', { dueAtMs: at(20), extendedFromMs: at(10) }), version(9), { state: 'open', moves: true, asks: undefined }],
    ['the duty to withdraw falls away in time', standing('open', { operation: 'withdraw' }), version(20), { state: 'withdrawn', moves: false, asks: undefined }],
    [
      'a late duty to withdraw is for the data office',
      standing('open', { operation: 'withdraw' }),
      version(20, { nowMs: at(11) }),
      { state: 'open', moves: false, asks: 'not-owed' },
    ],
    [
      'a second withdrawal has a deadline of its own',
      standing('met', { operation: 'withdraw', metAtMs: at(1) }),
      version(40, { operation: 'withdraw' }),
      { state: 'open', moves: true, asks: undefined },
    ],
  ] as const)('%s', (_title, duty, facts, expected) => {
    expect(reviewDuty(duty, facts)).toEqual(expected);
  });

  it('whatever corrections follow, an unmet duty is due when the earliest of them says, and never closed by them', () => {
    const step = fc.record({
      days: fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
      withdrawsFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let duty = standing('open');
        let earliest = duty.dueAtMs;
        for (const { days, withdrawsFirst } of steps) {
          if (withdrawsFirst) duty = { ...duty, state: 'withdrawn' };
          const change = reviewDuty(duty, version(days, { isEnteredAgain: withdrawsFirst }));
          const plannedMs = days === undefined ? undefined : at(days);
          if (plannedMs !== undefined) earliest = Math.min(earliest, plannedMs);
          duty = { ...duty, state: change.state, dueAtMs: change.moves && plannedMs !== undefined ? plannedMs : duty.dueAtMs };
          expect(duty.dueAtMs).toBe(earliest);
          if (plannedMs !== undefined) expect(duty.state).toBe('open');
          if (plannedMs !== undefined && plannedMs > duty.dueAtMs) expect(change.asks).toBeDefined();
        }
      }),
    );
  });
});
