import { createHash, randomBytes } from 'node:crypto';
import { GatewayError } from '../../schemas/errors.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import type { Queryable } from '../store/store.js';
import { logAccess, type AccessTools } from './audit.js';
import { departmentIdOf } from './people.js';
import type { Caller, Role } from './rights.js';

/** A key that a department's system calls the API with; the key itself is shown once, when it is made. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly endsAt: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewKey {
  /** What it is for: the calling system's name. */
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  /** 1 to 366: a key that nobody renews ends. */
  readonly days: number;
}

export interface KeyServices {
  /** Newest first. */
  list(): Promise<readonly KeyView[]>;
  /** Throws ACCESS_DEPARTMENT_UNKNOWN. */
  add(key: NewKey): Promise<KeyView & { readonly key: string }>;
  /** Takes effect at once; again has no effect. */
  revoke(id: string): Promise<KeyView>;
}

/** What a key begins with, so that people and scanners of leaked secrets know it. */
export const keyPrefix = 'jtk_';
const keyBytes = 32;
/** When a key was last used is written down this seldom: it is no event and must not cost a write per request. */
const usedEveryMinutes = 10;

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly role: Role;
  readonly made_at: Date;
  readonly made_by: string;
  readonly ends_at: Date;
  readonly used_at: Date | null;
  readonly revoked_at: Date | null;
}

const select = `SELECT k.id, k.name, d.name AS department, k.role, k.made_at, k.made_by, k.ends_at, k.used_at, k.revoked_at
  FROM api_key k JOIN department d ON d.id = k.department_id`;
const inScope = 'WHERE ($1::text[] IS NULL OR d.name = ANY ($1))';

/** What can be asked and done about keys, by a caller with this reach. */
export function keyServices(tools: AccessTools, { scope, actor }: { scope: Scope; actor: string }): KeyServices {
  const { store } = tools;
  const find = async (transaction: Pick<Queryable, 'query'>, id: string): Promise<KeyView> => {
    const [row] = await transaction.query<KeyRow>(`${select} ${inScope} AND k.id = $2`, [scopeParameter(scope), id]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { key: id });
    return keyView(row);
  };
  return {
    async list() {
      return (await store.query<KeyRow>(`${select} ${inScope} ORDER BY k.id DESC`, [scopeParameter(scope)])).map(keyView);
    },
    add: ({ name, department, role, days }) =>
      store.transaction(async (transaction) => {
        const key = `${keyPrefix}${randomBytes(keyBytes).toString('base64url')}`;
        const id = tools.makeId();
        const departmentId = await departmentIdOf(transaction, department, scope);
        await transaction.query(
          `INSERT INTO api_key (id, name, digest, department_id, role, made_by, ends_at)
           VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))`,
          [id, name, digestOf(key), departmentId, role, actor, days],
        );
        await logAccess(tools, transaction, { station: 'key-changed', actor, department, code: `added ${id} ${role}` });
        return { ...(await find(transaction, id)), key };
      }),
    revoke: (id) =>
      store.transaction(async (transaction) => {
        const key = await find(transaction, id);
        if (key.revokedAt !== null) return key;
        await transaction.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [id]);
        await logAccess(tools, transaction, { station: 'key-changed', actor, department: key.department, code: `revoked ${id}` });
        return find(transaction, id);
      }),
  };
}

/** Whom a key stands for; undefined for one that is unknown, ended or revoked. */
export async function callerOfKey({ store }: Pick<AccessTools, 'store'>, key: string): Promise<Caller | undefined> {
  const [row] = await store.query<KeyRow & { is_stale: boolean }>(
    `${select.replace(' FROM', `, k.used_at IS NULL OR k.used_at < now() - make_interval(mins => $2) AS is_stale FROM`)}
     WHERE k.digest = $1 AND k.revoked_at IS NULL AND k.ends_at > now()`,
    [digestOf(key), usedEveryMinutes],
  );
  if (!row) return undefined;
  if (row.is_stale) await store.query('UPDATE api_key SET used_at = now() WHERE id = $1', [row.id]);
  return { kind: 'key', name: `key ${row.id}`, role: row.role, department: row.department };
}

/** A fast hash will do: 256 random bits cannot be guessed, and every request pays for it. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function keyView(row: KeyRow): KeyView {
  const { id, name, department, role } = row;
  return {
    id,
    name,
    department,
    role,
    madeAt: iso(row.made_at),
    madeBy: row.made_by,
    endsAt: iso(row.ends_at),
    usedAt: iso(row.used_at),
    revokedAt: iso(row.revoked_at),
  };
}
