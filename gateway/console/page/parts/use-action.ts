import { App } from 'antd';
import { useState } from 'react';
import { ApiProblem } from '../api/call.js';

interface Action {
  readonly isBusy: boolean;
  /** Of the last attempt; undefined once another has begun. */
  readonly problem: ApiProblem | undefined;
  /** Does the work, once at a time; true when it went through. `done` is said to the person then. */
  readonly run: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
  readonly forget: () => void;
}

/** Something that a person tells the gateway to do: whether it is under way and what came of it. */
export function useAction(): Action {
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const run: Action['run'] = async (work, done) => {
    if (isBusy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      if (done !== undefined) void message.success(done);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, run, forget: () => setProblem(undefined) };
}
