import { createContext, useContext, useEffect, useEffectEvent } from 'react';
import type { RunView } from '../../../services/exchanges.js';
import type { Area } from '../../../events/areas.js';
import { apiPrefix } from './call.js';

/** What pages can ask to be told of. */
export type Watched = Area | 'runs';

/** Passes on what the gateway says of changes. */
export class Changes {
  readonly #listeners = new Map<() => void, ReadonlySet<Watched>>();
  readonly #runListeners = new Set<(run: RunView) => void>();

  /** Listens to the gateway until the returned function is called; the browser itself connects again after a break. */
  connect(): () => void {
    const source = new EventSource(`${apiPrefix}/events`);
    source.addEventListener('hello', () => this.#tell());
    source.addEventListener('changed', ({ data }: MessageEvent<string>) => this.#tell(namesIn(data)));
    source.addEventListener('run', ({ data }: MessageEvent<string>) => {
      const run = JSON.parse(data) as RunView;
      for (const tell of this.#runListeners) tell(run);
      this.#tell(['runs']);
    });
    return () => source.close();
  }

  on(watched: readonly Watched[], tell: () => void): () => void {
    this.#listeners.set(tell, new Set(watched));
    return () => this.#listeners.delete(tell);
  }

  onRun(tell: (run: RunView) => void): () => void {
    this.#runListeners.add(tell);
    return () => this.#runListeners.delete(tell);
  }

  /** Without names: everything may have changed. */
  #tell(changed?: readonly string[]): void {
    for (const [tell, watched] of this.#listeners) {
      if (changed === undefined || changed.some((name) => watched.has(name as Watched))) tell();
    }
  }
}

function namesIn(data: string): string[] {
  const said: unknown = JSON.parse(data);
  return typeof said === 'object' && said !== null ? Object.keys(said) : [];
}

export const ChangesContext = createContext<Changes>(new Changes());

const gatherMs = 800;

/** Calls `tell` soon after something of `watched` changed; what changes in quick succession is told once. */
export function useChanges(watched: readonly Watched[], tell: () => void): void {
  const changes = useContext(ChangesContext);
  const onChange = useEffectEvent(tell);
  const names = watched.join(' ');
  useEffect(() => {
    if (names === '') return undefined;
    let timer: number | undefined;
    const stop = changes.on(names.split(' ') as Watched[], () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        onChange();
      }, gatherMs);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [changes, names]);
}
