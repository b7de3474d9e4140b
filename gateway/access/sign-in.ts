import { randomBytes } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';
import type { Sealer } from '../sealing/sealer.js';
import type { Queryable } from '../store/store.js';
import { digestOf } from './api-keys.js';
import { logAccess, type AccessTools } from './audit.js';
import { hashPassword, isPassword, passwordFault } from './password.js';
import { endSessions } from './people.js';
import type { Caller, Role } from './rights.js';
import { fromBase32, makeTotpSecret, toBase32, totpStepOf, totpUri } from './totp.js';

export interface SignInTools extends AccessTools {
  readonly sealer: Pick<Sealer, 'sealSecret' | 'openSecret'>;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Six digits of the second factor, where the person has one. */
  readonly code?: string;
}

/** A person's sign-in, as the API knows it by the session's token. */
export interface Session {
  readonly personId: string;
  readonly caller: Caller;
  readonly title: string;
  readonly mustChangePassword: boolean;
  readonly hasSecondFactor: boolean;
}

const tokenBytes = 32;
/** A session ends this long after its last request, and this long after its beginning at the latest. */
const idleMinutes = 30;
const longestHours = 12;
const failuresFree = 5;
const firstLockSeconds = 30;
const longestLockSeconds = 3600;

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly role: Role;
  readonly password: string;
  readonly must_change_password: boolean;
  readonly second_factor: Buffer | null;
  readonly second_factor_step: number | null;
  readonly disabled_at: Date | null;
}

const selectPerson = `SELECT p.id, p.name, p.title, d.name AS department, p.role, p.password, p.must_change_password,
    p.second_factor, p.second_factor_step, p.disabled_at
  FROM person p JOIN department d ON d.id = p.department_id`;

/**
 * Signs a person in and gives the session's token, which is nowhere kept. Each refusal counts against the name that
 * was tried: after five in a row it waits 30 seconds, then twice as long each time, up to an hour.
 * Throws ACCESS_SIGN_IN_REFUSED, ACCESS_CODE_WANTED, ACCESS_SIGN_IN_LOCKED.
 */
export async function signIn(tools: SignInTools, { name, password, code }: Credentials): Promise<string> {
  const { store } = tools;
  const nameDigest = digestOf(name);
  await refuseLocked(store, nameDigest);
  const [person] = await store.query<PersonRow>(`${selectPerson} WHERE p.name = $1`, [name]);
  // The password is looked at in any case, so that the time tells nobody whether the name exists.
  const isRight = await isPassword(password, person?.password);
  if (!person || !isRight || person.disabled_at !== null) return refuse(tools, nameDigest, person);
  if (person.second_factor !== null && code === undefined) throw new GatewayError('ACCESS_CODE_WANTED');
  const step = stepOf(tools, person, code);
  if (person.second_factor !== null && step === undefined) return refuse(tools, nameDigest, person);
  const token = randomBytes(tokenBytes).toString('base64url');
  const isIn = await store.transaction(async (transaction) => {
    // Of two sign-ins with one code the second finds its step used.
    const [taken] = await transaction.query(
      `UPDATE person SET second_factor_step = COALESCE($2, second_factor_step)
       WHERE id = $1 AND ($2::bigint IS NULL OR second_factor_step IS NULL OR second_factor_step < $2) RETURNING id`,
      [person.id, step ?? null],
    );
    if (!taken) return false;
    await transaction.query('DELETE FROM sign_in_failure WHERE name_digest = $1', [nameDigest]);
    await transaction.query('DELETE FROM session WHERE ends_at < now()');
    await transaction.query(
      'INSERT INTO session (digest, person_id, ends_at) VALUES ($1, $2, now() + make_interval(hours => $3))',
      [digestOf(token), person.id, longestHours],
    );
    await logAccess(tools, transaction, { station: 'signed-in', actor: person.name, department: person.department });
    return true;
  });
  return isIn ? token : refuse(tools, nameDigest, person);
}

/** Whose session a token is, and, unless `isUsed` is false, that it was used now; undefined for one that is unknown or has ended. */
export async function sessionOf(
  { store }: Pick<AccessTools, 'store'>,
  token: string,
  { isUsed } = { isUsed: true },
): Promise<Session | undefined> {
  const [row] = await store.query<PersonRow>(
    `WITH alive AS (
       UPDATE session SET seen_at = CASE WHEN $3 THEN now() ELSE seen_at END
       WHERE digest = $1 AND ends_at > now() AND seen_at > now() - make_interval(mins => $2) RETURNING person_id)
     ${selectPerson} JOIN alive ON alive.person_id = p.id WHERE p.disabled_at IS NULL`,
    [digestOf(token), idleMinutes, isUsed],
  );
  if (!row) return undefined;
  const { id, name, title, role, department } = row;
  return {
    personId: id,
    caller: { kind: 'person', name, role, department },
    title,
    mustChangePassword: row.must_change_password,
    hasSecondFactor: row.second_factor !== null,
  };
}

export async function signOut({ store }: Pick<AccessTools, 'store'>, token: string): Promise<void> {
  await store.query('DELETE FROM session WHERE digest = $1', [digestOf(token)]);
}

/**
 * Changes the person's own password and ends their other sessions. Throws ACCESS_SIGN_IN_REFUSED for a wrong present
 * one, which counts as a failed sign-in, and ACCESS_PASSWORD_WEAK.
 */
export async function changePassword(
  tools: SignInTools,
  session: Session,
  token: string,
  change: { readonly present: string; readonly next: string },
): Promise<void> {
  const { store } = tools;
  const { name, department = '' } = session.caller;
  const nameDigest = digestOf(name);
  await refuseLocked(store, nameDigest);
  const [person] = await store.query<PersonRow>(`${selectPerson} WHERE p.id = $1`, [session.personId]);
  if (!person || !(await isPassword(change.present, person.password))) return refuse(tools, nameDigest, person);
  const fault = change.next === change.present ? { zh: '与原密码不同', en: 'other than the present one' } : passwordFault(change.next, { name });
  if (fault) throw new GatewayError('ACCESS_PASSWORD_WEAK', { wanted: `${fault.zh} ${fault.en}` });
  const password = await hashPassword(change.next);
  await store.transaction(async (transaction) => {
    await transaction.query('UPDATE person SET password = $2, must_change_password = false WHERE id = $1', [person.id, password]);
    await transaction.query('DELETE FROM session WHERE person_id = $1 AND digest <> $2', [person.id, digestOf(token)]);
    await logAccess(tools, transaction, { station: 'person-changed', actor: name, department, code: `password changed ${name}` });
  });
}

/** A fresh secret for an authenticator; in force only once {@link confirmSecondFactor} has seen a code of it. */
export function proposeSecondFactor({ caller }: Session): { readonly secret: string; readonly uri: string } {
  const secret = makeTotpSecret();
  return { secret: toBase32(secret), uri: totpUri(secret, caller.name) };
}

/** Puts a second factor into force: `secret` as it was proposed, and a code that the authenticator makes of it. Throws ACCESS_SIGN_IN_REFUSED. */
export async function confirmSecondFactor(
  tools: SignInTools,
  session: Session,
  { secret: text, code }: { readonly secret: string; readonly code: string },
): Promise<void> {
  const { name, department = '' } = session.caller;
  const secret = fromBase32(text);
  const step = totpStepOf(secret, code, tools.now(), undefined);
  if (step === undefined) throw new GatewayError('ACCESS_SIGN_IN_REFUSED');
  await tools.store.transaction(async (transaction) => {
    const sealed = tools.sealer.sealSecret(secret.toString('base64'), boundTo(session.personId));
    await transaction.query('UPDATE person SET second_factor = $2, second_factor_step = $3 WHERE id = $1', [session.personId, sealed, step]);
    // Whoever stole a session before the second factor came has to show it, too.
    await endSessions(transaction, session.personId);
    await logAccess(tools, transaction, { station: 'person-changed', actor: name, department, code: `second factor ${name}` });
  });
}

function stepOf(tools: SignInTools, person: PersonRow, code: string | undefined): number | undefined {
  if (person.second_factor === null || code === undefined) return undefined;
  const secret = Buffer.from(tools.sealer.openSecret(person.second_factor, boundTo(person.id)), 'base64');
  return totpStepOf(secret, code, tools.now(), person.second_factor_step ?? undefined);
}

function boundTo(personId: string): string {
  return `person ${personId} second factor`;
}

async function refuseLocked(store: Pick<Queryable, 'query'>, nameDigest: Buffer): Promise<void> {
  const [lock] = await store.query<{ seconds: number }>(
    `SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds FROM sign_in_failure
     WHERE name_digest = $1 AND locked_until > now()`,
    [nameDigest],
  );
  if (lock) throw new GatewayError('ACCESS_SIGN_IN_LOCKED', { seconds: lock.seconds });
}

async function refuse(tools: SignInTools, nameDigest: Buffer, person: PersonRow | undefined): Promise<never> {
  await tools.store.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO sign_in_failure AS f (name_digest, failures) VALUES ($1, 1)
       ON CONFLICT (name_digest) DO UPDATE SET failed_at = now(),
         failures = CASE WHEN f.failed_at < now() - interval '1 day' THEN 1 ELSE f.failures + 1 END,
         locked_until = CASE WHEN f.failures + 1 >= $2
           THEN now() + make_interval(secs => LEAST($4::float8, $3 * power(2, LEAST(f.failures + 1 - $2, 20)))) END`,
      [nameDigest, failuresFree, firstLockSeconds, longestLockSeconds],
    );
    await transaction.query(`DELETE FROM sign_in_failure WHERE failed_at < now() - interval '1 day'`);
    // A name that nobody bears may be a password typed into the wrong field: it goes nowhere.
    if (person) await logAccess(tools, transaction, { station: 'sign-in-refused', actor: person.name, department: person.department });
  });
  throw new GatewayError('ACCESS_SIGN_IN_REFUSED');
}
