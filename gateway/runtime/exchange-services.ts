import { GatewayError } from '../../schemas/errors.js';
import { pausedExchanges, setExchangePaused, type ControlTools } from '../exchanges/control.js';
import type { ExchangePlan } from '../exchanges/plan.js';
import { isInScope, type Scope } from '../reading/scope.js';
import { openCronPattern } from '../schedule/cron.js';
import type { ScheduledExchange } from '../schedule/scheduler.js';
import type { ExchangeServices, ExchangeView, RunDetail, RunView } from '../services/exchanges.js';

/** What is told of an exchange in force. */
export interface PlannedExchange extends Pick<ExchangePlan, 'exchange' | 'departmentId'> {
  readonly dataset: Pick<ExchangePlan['dataset'], 'name'>;
  readonly source: Pick<ExchangePlan['source'], 'connector' | 'stream'>;
  readonly targets: readonly Pick<ExchangePlan['targets'][number], 'connector'>[];
}

export interface ExchangeTools {
  readonly context: ControlTools;
  readonly plans: () => ReadonlyMap<string, PlannedExchange>;
  readonly schedules: () => readonly ScheduledExchange[];
  /** Says that an exchange is to run; answers when its run stands in the store. */
  readonly startRun: (exchange: string) => Promise<number>;
  readonly runs: {
    latest(): Promise<ReadonlyMap<string, RunView>>;
    get(id: number): Promise<RunDetail>;
  };
}

/** The exchanges in force, for a caller with this reach. */
export function exchangeServices(tools: ExchangeTools, { scope, actor }: { readonly scope: Scope; readonly actor: string }): ExchangeServices {
  const { context } = tools;
  const planOf = (name: string): PlannedExchange => {
    const plan = isInScope(scope, name) ? tools.plans().get(name) : undefined;
    if (!plan) throw new GatewayError('API_RESOURCE_MISSING', { exchange: name });
    return plan;
  };
  const viewsOf = async (plans: readonly PlannedExchange[]): Promise<ExchangeView[]> => {
    const [lastRuns, paused] = await Promise.all([tools.runs.latest(), pausedExchanges(context.store)]);
    const schedules = new Map(tools.schedules().map((one) => [one.exchange, one]));
    return plans.map(({ exchange, dataset, source, targets }) => {
      const schedule = schedules.get(exchange);
      const pause = paused.get(exchange);
      return {
        name: exchange,
        dataset: dataset.name,
        source: `${source.connector} ${source.stream}`,
        targets: targets.map((target) => target.connector),
        cron: schedule?.cron ?? null,
        timeZone: schedule?.timeZone ?? null,
        paused: pause ? { at: pause.at.toISOString(), by: pause.by, reason: pause.reason } : null,
        nextRunAt: pause ? null : (nextMatches(schedule, context.now(), 1)[0] ?? null),
        lastRun: lastRuns.get(exchange) ?? null,
      };
    });
  };
  const setPaused = async (name: string, reason: string | null): Promise<ExchangeView> => {
    const plan = planOf(name);
    await setExchangePaused(context, { exchange: name, departmentId: plan.departmentId, actor }, reason);
    const [view] = await viewsOf([plan]);
    if (!view) throw new Error(`${name} has a plan and no view`);
    return view;
  };
  return {
    list: () => viewsOf([...tools.plans().values()].filter(({ exchange }) => isInScope(scope, exchange))),
    start: async (name) => tools.runs.get(await tools.startRun(planOf(name).exchange)),
    pause: setPaused,
    resume: (name) => setPaused(name, null),
    nextRuns: async (name, count) => {
      planOf(name);
      if ((await pausedExchanges(context.store)).has(name)) return [];
      return nextMatches(tools.schedules().find(({ exchange }) => exchange === name), context.now(), count);
    },
  };
}

/** The next instants of a schedule, UTC ISO. */
export function nextMatches(schedule: ScheduledExchange | undefined, after: Date, count: number): string[] {
  if (!schedule) return [];
  const pattern = openCronPattern(schedule.cron, schedule.timeZone);
  try {
    return pattern.nextMatches(after, count).map((instant) => instant.toISOString());
  } finally {
    pattern.close();
  }
}
