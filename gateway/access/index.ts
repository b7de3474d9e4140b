import { callerOfKey } from './api-keys.js';
import type { Caller } from './rights.js';
import {
  changePassword,
  confirmSecondFactor,
  proposeSecondFactor,
  sessionOf,
  signIn,
  signOut,
  type Credentials,
  type Session,
  type SignInTools,
} from './sign-in.js';

/** How the API learns who calls it. */
export interface Access {
  callerOfKey(key: string): Promise<Caller | undefined>;
  sessionOf(token: string, use?: { readonly isUsed: boolean }): Promise<Session | undefined>;
  /** @returns the token of the new session */
  signIn(credentials: Credentials): Promise<string>;
  signOut(token: string): Promise<void>;
  changePassword(session: Session, token: string, change: { readonly present: string; readonly next: string }): Promise<void>;
  proposeSecondFactor(session: Session): { readonly secret: string; readonly uri: string };
  confirmSecondFactor(session: Session, proof: { readonly secret: string; readonly code: string }): Promise<void>;
}

export function createAccess(tools: SignInTools): Access {
  return {
    callerOfKey: (key) => callerOfKey(tools, key),
    sessionOf: (token, use) => sessionOf(tools, token, use),
    signIn: (credentials) => signIn(tools, credentials),
    signOut: (token) => signOut(tools, token),
    changePassword: (session, token, change) => changePassword(tools, session, token, change),
    proposeSecondFactor,
    confirmSecondFactor: (session, proof) => confirmSecondFactor(tools, session, proof),
  };
}
