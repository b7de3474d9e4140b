import type { RunView } from '../services/exchanges.js';
import { scopeOf, type Caller } from '../access/rights.js';
import { isInScope } from '../reading/scope.js';
import { areas, rightOfArea, type Area } from './areas.js';
import type { Changes, Turn } from './changes.js';

/** One message to a page. `hello` comes first: whatever the page shows it then reads anew, for it may have missed some. */
export type PageEvent =
  | { readonly event: 'hello'; readonly data: { readonly areas: readonly Area[] } }
  | { readonly event: 'run'; readonly data: RunView }
  | { readonly event: 'changed'; readonly data: Readonly<Partial<Record<Area, number>>> }
  /** Says only that the line holds. */
  | { readonly event: 'silence' };

const secondMs = 1000;
const silenceMs = 15 * secondMs;
/** Then the page comes again by itself, and shows again who it is. */
const longestMs = 300 * secondMs;

/** What changes within a caller's reach, until `signal` or for five minutes; what comes faster than it is taken is merged. */
export async function* pageEvents(changes: Changes, caller: Caller, signal: AbortSignal): AsyncGenerator<PageEvent> {
  const visible = areas.filter((area) => scopeOf(caller, rightOfArea[area]) !== undefined);
  yield { event: 'hello', data: { areas: visible } };
  const ended = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  let waiting = new Waiting();
  let wake = (): void => undefined;
  const stop = changes.listen((turn) => {
    waiting.take(turn, caller, visible);
    wake();
  });
  try {
    while (!ended.aborted) {
      if (waiting.isEmpty && (await pause(ended, silenceMs, (set) => { wake = set; })) === 'silence') yield { event: 'silence' };
      const { runs, figures } = waiting;
      waiting = new Waiting();
      for (const run of runs.values()) yield { event: 'run', data: run };
      if (figures.size > 0) yield { event: 'changed', data: Object.fromEntries(figures) };
    }
  } finally {
    stop();
  }
}

/** What has not been sent yet: each run as it stands last, and counts. */
class Waiting {
  readonly runs = new Map<number, RunView>();
  readonly figures = new Map<Area, number>();

  get isEmpty(): boolean {
    return this.runs.size === 0 && this.figures.size === 0;
  }

  take(turn: Turn, caller: Caller, visible: readonly Area[]): void {
    const runScope = scopeOf(caller, 'exchange.read') ?? [];
    for (const run of turn.runs) if (isInScope(runScope, run.exchange)) this.runs.set(run.id, run);
    for (const { department, area, events } of turn.figures) {
      if (!visible.includes(area) || !isInScope(scopeOf(caller, rightOfArea[area]) ?? [], department)) continue;
      this.figures.set(area, (this.figures.get(area) ?? 0) + events);
    }
  }
}

/** Waits until woken, ended, or silent for too long. */
async function pause(ended: AbortSignal, silentMs: number, onWaker: (wake: () => void) => void): Promise<'woken' | 'silence'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done('silence'), silentMs);
    const onEnd = (): void => done('woken');
    const done = (why: 'woken' | 'silence'): void => {
      clearTimeout(timer);
      ended.removeEventListener('abort', onEnd);
      resolve(why);
    };
    ended.addEventListener('abort', onEnd);
    onWaker(() => done('woken'));
  });
}
