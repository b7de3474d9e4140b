import { GatewayError } from '../../schemas/errors.js';
import { departmentIdOf } from '../access/people.js';
import { SegmentWriter } from '../exchange-log/segment.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import type { Sealer } from '../sealing/sealer.js';
import type { Queryable, Store } from '../store/store.js';
import type { MakeId } from '../store/uuid.js';

/** A secret as people see it: everything but its value, which never leaves the gateway again. */
export interface SecretView {
  readonly department: string;
  readonly name: string;
  /** Counts up each time it is set. */
  readonly version: number;
  readonly setAt: string;
  readonly setBy: string;
}

export interface SecretServices {
  /** By department and name. */
  list(): Promise<readonly SecretView[]>;
  /** Takes effect at once in this process. Throws ACCESS_DEPARTMENT_UNKNOWN. */
  set(secret: { readonly department: string; readonly name: string; readonly value: string }): Promise<SecretView>;
  /** Connectors that name it cannot be opened any more. */
  remove(department: string, name: string): Promise<SecretView>;
}

export interface SecretTools {
  readonly store: Store;
  readonly sealer: Pick<Sealer, 'sealSecret' | 'openSecret'>;
  readonly makeId: MakeId;
  readonly now: () => Date;
  /** Called when a change stands in the store. */
  readonly onChanged: () => Promise<void>;
}

/** Values of the secrets, by department and name; in memory only. */
export type SecretBook = ReadonlyMap<string, Readonly<Record<string, string>>>;

interface SecretRow {
  readonly department: string;
  readonly name: string;
  readonly version: number;
  readonly set_at: Date;
  readonly set_by: string;
}

const select = `SELECT d.name AS department, s.name, s.version, s.set_at, s.set_by FROM secret s
  JOIN department d ON d.id = s.department_id WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

/** What can be asked and done about secrets, by a caller with this reach. */
export function secretServices(tools: SecretTools, { scope, actor }: { scope: Scope; actor: string }): SecretServices {
  const { store } = tools;
  const find = async (transaction: Pick<Queryable, 'query'>, department: string, name: string): Promise<SecretView> => {
    const [row] = await transaction.query<SecretRow>(`${select} AND d.name = $2 AND s.name = $3`, [scopeParameter(scope), department, name]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { secret: `${department}/${name}` });
    return secretView(row);
  };
  return {
    async list() {
      return (await store.query<SecretRow>(`${select} ORDER BY 1, 2`, [scopeParameter(scope)])).map(secretView);
    },
    async set({ department, name, value }) {
      const view = await store.transaction(async (transaction) => {
        const departmentId = await departmentIdOf(transaction, department, scope);
        await transaction.query(
          `INSERT INTO secret AS s (department_id, name, version, sealed, set_by) VALUES ($1, $2, 1, $3, $4)
           ON CONFLICT (department_id, name) DO UPDATE
           SET version = s.version + 1, sealed = excluded.sealed, set_at = now(), set_by = excluded.set_by`,
          [departmentId, name, tools.sealer.sealSecret(value, placeOf(department, name)), actor],
        );
        await logSecret(tools, transaction, { station: 'secret-changed', actor, department, code: `set ${name}` });
        return find(transaction, department, name);
      });
      await tools.onChanged();
      return view;
    },
    async remove(department, name) {
      const view = await store.transaction(async (transaction) => {
        const found = await find(transaction, department, name);
        await transaction.query('DELETE FROM secret USING department d WHERE d.id = department_id AND d.name = $1 AND secret.name = $2', [department, name]);
        await logSecret(tools, transaction, { station: 'secret-changed', actor, department, code: `removed ${name}` });
        return found;
      });
      await tools.onChanged();
      return view;
    },
  };
}

/** Every secret, opened. Throws SEALING_SECRET_CLOSED for one that another master key sealed. */
export async function readSecrets(store: Pick<Queryable, 'query'>, sealer: Pick<Sealer, 'openSecret'>): Promise<SecretBook> {
  const rows = await store.query<{ department: string; name: string; sealed: Buffer }>(
    'SELECT d.name AS department, s.name, s.sealed FROM secret s JOIN department d ON d.id = s.department_id',
  );
  const book = new Map<string, Record<string, string>>();
  for (const { department, name, sealed } of rows) {
    const known = book.get(department) ?? {};
    known[name] = sealer.openSecret(sealed, placeOf(department, name));
    book.set(department, known);
  }
  return book;
}

/** Writes down which secrets of a department's connector are used. */
export async function logSecretUse(
  tools: Pick<SecretTools, 'store' | 'makeId' | 'now'>,
  use: { readonly connector: string; readonly department: string; readonly names: readonly string[] },
): Promise<void> {
  const { connector, department, names } = use;
  await tools.store.transaction(async (transaction) => {
    for (const name of names)
      await logSecret(tools, transaction, { station: 'secret-used', actor: 'gateway', department, code: name, target: connector });
  });
}

interface SecretEvent {
  readonly station: 'secret-changed' | 'secret-used';
  readonly actor: string;
  readonly department: string;
  readonly code: string;
  readonly target?: string;
}

async function logSecret({ makeId, now }: Pick<SecretTools, 'makeId' | 'now'>, transaction: Queryable, event: SecretEvent): Promise<void> {
  const segment = new SegmentWriter();
  segment.add({ id: makeId(), at: now().toISOString(), ...event });
  await segment.write(transaction, makeId, now());
}

/** What a sealed secret is bound to: moved to another name it does not open. */
function placeOf(department: string, name: string): string {
  return `secret ${department}/${name}`;
}

function secretView({ department, name, version, set_at, set_by }: SecretRow): SecretView {
  return { department, name, version, setAt: iso(set_at), setBy: set_by };
}
