import { createContext, useContext } from 'react';
import type { Right } from '../../../access/rights.js';
import type { SessionView } from '../../../services/session.js';

export interface SessionState {
  readonly session: SessionView;
  /** Takes over what a request answered about the session; undefined once it has ended. */
  readonly setSession: (session: SessionView | undefined) => void;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who is signed in; only pages behind the sign-in ask. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('the session is read outside the sign-in');
  return state;
}

/** Whether the person may do something at all; the gateway decides anew with each request. */
export function useMay(): (right: Right) => boolean {
  const { session } = useSession();
  return (right) => session.rights[right] !== undefined;
}
