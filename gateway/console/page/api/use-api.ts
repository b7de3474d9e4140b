import { useCallback, useEffect, useState } from 'react';
import type { Answers, Reading } from './answers.js';
import { addressOf, ApiProblem, read, type CallParts } from './call.js';
import { useChanges, type Watched } from './live.js';

export interface Loaded<Answer> {
  /** What was read last; stays while it is read anew. */
  readonly data: Answer | undefined;
  readonly problem: ApiProblem | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface Outcome<Answer> {
  readonly address: string;
  readonly turn: number;
  readonly data?: Answer;
  readonly problem?: ApiProblem;
}

/**
 * Reads from the gateway, and again whenever the request changes or the gateway says that something in `areas` did.
 * With `operation` undefined nothing is read.
 */
export function useApi<O extends Reading>(
  operation: O | undefined,
  parts: Pick<CallParts, 'path' | 'query'> = {},
  areas: readonly Watched[] = [],
): Loaded<Answers[O]> {
  const address = operation === undefined ? '' : addressOf(operation, parts);
  const [turn, setTurn] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<Answers[O]>>({ address: '', turn: 0 });
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    if (address === '') return undefined;
    const gone = new AbortController();
    read<O>(address, gone.signal).then(
      (data) => setOutcome({ address, turn, data }),
      (error: unknown) => {
        if (gone.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        setOutcome((before) => ({ address, turn, problem: error, ...(before.address === address ? { data: before.data } : {}) }));
      },
    );
    return () => gone.abort();
  }, [address, turn]);
  useChanges(areas, reload);
  const isPresent = outcome.address === address;
  return {
    data: outcome.data,
    problem: isPresent ? outcome.problem : undefined,
    isLoading: address !== '' && !isPresent,
    reload,
  };
}
