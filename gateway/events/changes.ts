import type { RunView } from '../services/exchanges.js';
import type { LogStation } from '../exchange-log/entry.js';
import { runsOnTheMove } from '../reading/runs.js';
import type { Store } from '../store/store.js';
import { areasOfStation, type Area } from './areas.js';

/** What has changed since the turn before, over all processes that share the store. */
export interface Turn {
  /** Runs that began, went on or ended. */
  readonly runs: readonly RunView[];
  /** How many events moved the figures of an area, by department. */
  readonly figures: readonly FiguresMoved[];
}

export interface FiguresMoved {
  readonly department: string;
  readonly area: Area;
  readonly events: number;
}

export interface ChangesOptions {
  readonly store: Pick<Store, 'query'>;
  readonly onError: (error: unknown) => void;
  /** Between two looks at the store; a second when absent. */
  readonly everyMs?: number;
}

const secondMs = 1000;

interface CountRow {
  readonly department: string;
  readonly station: LogStation;
  readonly events: number;
}

/**
 * Looks at the store each second while somebody listens, and tells all listeners the same. The exchange log is the
 * source, so that what another process did is seen too; one process asks once, however many pages are open.
 */
export class Changes {
  readonly #options: ChangesOptions;
  readonly #listeners = new Set<(turn: Turn) => void>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  /** Index of the first event not told yet; undefined until the first look. */
  #next: number | undefined;
  /** Runs as they were told last, while they are under way. */
  #underWay = new Map<number, { readonly run: RunView; readonly text: string }>();
  #newestRun = 0;

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells `listener` what runs at the moment and of every turn from now on, until the returned function is called. */
  listen(listener: (turn: Turn) => void): () => void {
    this.#listeners.add(listener);
    if (this.#underWay.size > 0) listener({ figures: [], runs: [...this.#underWay.values()].map(({ run }) => run) });
    if (this.#timer === undefined) {
      // What happened while nobody listened is no news.
      this.#next = undefined;
      this.#newestRun = 0;
      this.#timer = setInterval(() => void this.#look(), this.#options.everyMs ?? secondMs);
      void this.#look();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#underWay.clear();
    };
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const turn = { figures: await this.#readFigures(), runs: await this.#readRuns() };
      if (turn.runs.length > 0 || turn.figures.length > 0) for (const tell of this.#listeners) tell(turn);
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isLooking = false;
    }
  }

  async #readFigures(): Promise<FiguresMoved[]> {
    const { store } = this.#options;
    const [projected] = await store.query<{ next_index: number }>('SELECT next_index FROM log_projection');
    const until = projected?.next_index ?? 0;
    const from = this.#next;
    this.#next = until;
    // On the first look nothing is news; and where the search's tables are made anew, everything would be.
    if (from === undefined || until <= from) return [];
    const rows = await store.query<CountRow>(
      `SELECT d.word AS department, s.word AS station, count(*) AS events
       FROM log_entry e JOIN log_word d ON d.id = e.department JOIN log_word s ON s.id = e.station
       WHERE e.log_index >= $1 AND e.log_index < $2 GROUP BY 1, 2`,
      [from, until],
    );
    return rows.flatMap(({ department, station, events }) => areasOfStation[station].map((area) => ({ department, area, events })));
  }

  async #readRuns(): Promise<RunView[]> {
    const isFirst = this.#newestRun === 0;
    const runs = await runsOnTheMove(this.#options.store, { known: [...this.#underWay.keys()], after: this.#newestRun });
    const read = runs.map((run) => ({ run, text: JSON.stringify(run) }));
    const moved = read.filter(({ run, text }) => this.#underWay.get(run.id)?.text !== text).map(({ run }) => run);
    this.#underWay = new Map(read.filter(({ run }) => run.state === 'running').map((one) => [one.run.id, one]));
    this.#newestRun = Math.max(this.#newestRun, ...runs.map(({ id }) => id));
    return isFirst ? moved.filter(({ state }) => state === 'running') : moved;
  }
}
