import { forecastQueue, measuredRate, type MeasuredAttempt, outageReserve } from '../../../gateway/deadlines/forecast.js';
import { alwaysOpen } from '../../../gateway/deadlines/opening-hours.js';

/** How well forecasts of one simulated receiver came true. */
export interface SimulationResult {
  readonly deliveries: number;
  readonly lateInTheEnd: number;
  /** Median over all forecasts of the error of a due day's acceptance, against the time that remained. */
  readonly medianError: number;
  /** Of the deliveries that ended late, the share that the forecast at half of their period called late. */
  readonly lateFoundAtHalf: number;
  /** Of the deliveries that forecasts at half of their period called late, the share that were not. */
  readonly falseAlarms: number;
}

const secondMs = 1000;
const batchRows = 100;
const secondsPerBatch = 10;
const outageMinutes = 10;
const dueDays = 40;
const forecasts = 50;

/**
 * Works off a backlog batch by batch at an uneven pace, with one outage of the receiver, and asks for a forecast again
 * and again, from nothing but the batches until then. Time is counted, not waited for; one seed, one course of events.
 */
export function simulate(seed: number, deliveries = 200_000): SimulationResult {
  const random = randomFrom(seed);
  const startMs = Date.parse('2026-09-18T00:00:00Z');
  const evenMs = (deliveries / batchRows) * secondsPerBatch * secondMs;
  const perDay = deliveries / dueDays;
  // Each day is due up to a half before or after an even pace would have it done: some can be met, some cannot.
  const dues = Array.from({ length: dueDays }, (_, day) => {
    return Math.round(startMs + ((evenMs * (day + 1)) / dueDays) * (0.5 + random()));
  }).toSorted((first, second) => first - second);
  const outageAt = Math.floor((deliveries * (0.1 + 0.8 * random())) / batchRows) * batchRows;
  const outageMs = outageMinutes * 60 * secondMs;

  const attempts: MeasuredAttempt[] = [];
  const acceptedAt: number[] = [];
  const asked: { at: number; done: number; predicted: readonly number[]; late: ReadonlyMap<number, number> }[] = [];
  let at = startMs;
  let hadOutage = false;
  for (let done = 0; done < deliveries; done += batchRows) {
    if (!hadOutage && done >= outageAt) {
      at += outageMs;
      hadOutage = true;
    }
    if (done > 0 && done % (deliveries / forecasts) === 0) asked.push(ask(at, done));
    const endsAt = at + secondsPerBatch * secondMs * (0.7 + 0.6 * random());
    attempts.push({ startedAt: new Date(at), endedAt: new Date(endsAt), taken: batchRows });
    for (let row = 0; row < batchRows; row += 1) acceptedAt.push(endsAt);
    at = endsAt;
  }

  function ask(now: number, done: number): (typeof asked)[number] {
    const buckets = dues.map((due, day) => ({
      dueAt: new Date(due),
      deliveries: Math.max(0, perDay * (day + 1) - Math.max(done, perDay * day)),
    }));
    const ratePerSecond = (measuredRate(attempts) ?? 1) * (1 - outageReserve);
    const moment = { ratePerSecond, startsAt: new Date(now), now: new Date(now), hours: alwaysOpen };
    const { late } = forecastQueue(buckets, moment);
    const predicted = dues.map((_, day) => forecastQueue(buckets.slice(0, day + 1), moment).endsAt.getTime());
    return { at: now, done, predicted, late: new Map(late.map((one) => [one.dueAt.getTime(), one.deliveries])) };
  }

  const errors: number[] = [];
  for (const { at: now, done, predicted } of asked) {
    for (let day = 0; day < dueDays; day += 1) {
      const last = perDay * (day + 1);
      const outcome = acceptedAt[last - 1];
      if (last <= done || outcome === undefined) continue;
      errors.push(Math.abs((predicted[day] ?? now) - outcome) / (outcome - now));
    }
  }
  let lateInTheEnd = 0;
  let found = 0;
  let called = 0;
  let calledForNothing = 0;
  dues.forEach((due, day) => {
    const lateHere = acceptedAt.slice(perDay * day, perDay * (day + 1)).filter((accepted) => accepted > due).length;
    const half = asked.filter((one) => one.at <= (startMs + due) / 2).at(-1);
    const calledHere = half?.late.get(due) ?? 0;
    called += calledHere;
    calledForNothing += Math.max(0, calledHere - lateHere);
    lateInTheEnd += lateHere;
    found += Math.min(lateHere, calledHere);
  });
  return {
    deliveries,
    lateInTheEnd,
    medianError: median(errors),
    lateFoundAtHalf: lateInTheEnd === 0 ? 1 : found / lateInTheEnd,
    falseAlarms: called === 0 ? 0 : calledForNothing / called,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Evenly from 0 to 1, the same for the same seed (a linear congruential generator, good enough for uneven pace). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
