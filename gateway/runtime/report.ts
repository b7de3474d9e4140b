import { runReadings, type RunStanding } from '../reading/runs.js';
import { shanghaiDate } from '../clock.js';
import type { Queryable } from '../store/store.js';
import type { RunReport, TargetReport } from '../summary.js';

/** How these runs stand now, in the order asked for. */
export async function reportRuns(store: Queryable, runIds: readonly number[]): Promise<RunReport[]> {
  const readings = runReadings({ store, scope: 'all' });
  const reports: RunReport[] = [];
  for (const id of runIds) {
    const { exchange, rows, unchanged, folded, skipped, mapped, quarantined, versions, failure } = await readings.get(id);
    const targets = (await readings.standing(id)).map(targetReport);
    reports.push({ name: exchange, rows, unchanged, folded, skipped, mapped, quarantined, versions, targets, failure });
  }
  return reports;
}

function targetReport({ sent, nearestDueAt, ...summary }: RunStanding): TargetReport {
  return {
    ...summary,
    awaitingReceipt: sent,
    // A delivery is due at the end of its day, which is the next day's first instant.
    nearestDueOn: nearestDueAt && shanghaiDate(new Date(nearestDueAt.getTime() - 1)),
  };
}
