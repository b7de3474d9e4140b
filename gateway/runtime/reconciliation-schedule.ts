import { pausedExchanges, type ControlTools } from '../exchanges/control.js';
import { isInScope, type Scope } from '../reading/scope.js';
import type { ReconcileServices, ReconciliationScheduleView } from '../reconcile/services.js';
import type { ScheduledExchange } from '../schedule/scheduler.js';
import { reconciledExchange } from '../schedule/slots.js';
import { nextMatches } from './exchange-services.js';

interface ScheduleTools {
  readonly context: Pick<ControlTools, 'store' | 'now'>;
  readonly schedules: () => readonly ScheduledExchange[];
  readonly reconciliations: Pick<ReconcileServices, 'list'>;
}

/** When exchanges are reconciled by themselves, for a caller with this reach. */
export async function reconciliationSchedule(
  { context, schedules, reconciliations }: ScheduleTools,
  scope: Scope,
): Promise<ReconciliationScheduleView[]> {
  const paused = await pausedExchanges(context.store);
  const views = schedules().flatMap((schedule): Promise<ReconciliationScheduleView>[] => {
    const exchange = reconciledExchange(schedule.exchange);
    if (exchange === undefined || !isInScope(scope, exchange)) return [];
    const nextAt = paused.has(exchange) ? null : (nextMatches(schedule, context.now(), 1)[0] ?? null);
    const { cron, timeZone } = schedule;
    return [
      reconciliations.list({ exchange }, { limit: 1 }).then(({ items }) => ({ exchange, cron, timeZone, nextAt, last: items[0] ?? null })),
    ];
  });
  return (await Promise.all(views)).toSorted((one, other) => (one.exchange < other.exchange ? -1 : 1));
}
