import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { followChain, type StandingStep } from '../../../gateway/deadlines/chain.js';
import { computeDue, endOfShanghaiDay } from '../../../gateway/deadlines/compute.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const steps = [{ countFrom: 'trigger' }, { countFrom: 'previous' }, { countFrom: 'trigger' }] as const;
const fiveWorkingDays = { duration: { workingDays: 5 }, rollForward: true };
const due = endOfShanghaiDay('2026-03-10');
const inTime = '2026-03-09';
const late = '2026-03-12';

/** `state`, or `state day` where it was met on that day; `-` where nothing stands. All are due on 10 March 2026. */
function standing(text: string): StandingStep | undefined {
  const [state = '', metOn] = text.split(' ');
  if (state === '-') return undefined;
  const metAtMs = metOn === undefined ? null : Date.parse(endOfShanghaiDay(metOn));
  return { state: state as StandingStep['state'], dueAtMs: Date.parse(due), metAtMs };
}

function follow(before: readonly string[], done: readonly string[]): string[] {
  const changes = followChain(
    steps,
    before.map(standing),
    done.map((on) => (on === '-' ? undefined : { on, atMs: Date.parse(endOfShanghaiDay(on)) })),
    (_, date) => computeDue(fiveWorkingDays, date, calendar),
  );
  return changes.map(({ step, state, opened }) => `${String(step)} ${state}${opened ? ` due ${opened.dueOn}` : ''}`);
}

describe('a chain of received, verified and fed back', () => {
  it.each([
    ['waits while nothing is shown', ['open', '-', 'open'], ['-', '-', '-'], []],
    ['opens the second step with the first, counted from its day', ['open', '-', 'open'], [inTime, '-', '-'], ['0 met', '1 open due 2026-03-16']],
    ['meets both at once where both are shown at once', ['open', '-', 'open'], [inTime, inTime, '-'], ['0 met', '1 met due 2026-03-16']],
    ['does not begin the second step before the first is met', ['open', '-', 'open'], ['-', inTime, '-'], []],
    ['meets a step that counts from the trigger by itself', ['open', '-', 'open'], ['-', '-', inTime], ['2 met']],
    ['says which step was late', ['open', '-', 'open'], [late, '-', late], ['0 met-late', '1 open due 2026-03-19', '2 met-late']],
    ['changes nothing twice', [`met ${inTime}`, 'open', 'open'], [inTime, '-', '-'], []],
    ['becomes late when a correction says a later day', [`met ${inTime}`, 'open', 'open'], [late, '-', '-'], ['0 met-late']],
    ['takes no earlier day from a correction', [`met-late ${late}`, 'open', 'open'], [inTime, '-', '-'], []],
    ['opens a step again when what met it is gone, and keeps the next one', [`met ${inTime}`, 'open', 'open'], ['-', '-', '-'], ['0 open']],
    ['takes a withdrawn second step up again with its first date', ['open', 'withdrawn', 'open'], [inTime, '-', '-'], ['0 met', '1 open']],
    ['ends what counts from a step that was waived', ['waived', '-', 'open'], [inTime, '-', inTime], ['2 met']],
  ])('%s', (_, before, done, expected) => {
    expect(follow(before, done)).toEqual(expected);
  });
});
