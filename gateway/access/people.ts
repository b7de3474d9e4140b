import { GatewayError } from '../../schemas/errors.js';
import { iso, scopeParameter, type Scope } from '../reading/scope.js';
import { sqlState, type Queryable } from '../store/store.js';
import { logAccess, type AccessTools } from './audit.js';
import { hashPassword, makeFirstPassword } from './password.js';
import { machine, type Role } from './rights.js';

/** A person as the API shows one; nothing of it is secret. */
export interface PersonView {
  /** To sign in with. */
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly role: Role;
  readonly hasSecondFactor: boolean;
  readonly mustChangePassword: boolean;
  readonly disabledAt: string | null;
  readonly madeAt: string;
}

export interface NewPerson {
  /** 2 to 40 lower-case letters, digits, `.`, `-`, `_`. */
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly role: Role;
}

/** With the password that the person signs in with once; it is shown here and never again. */
export interface PersonWithPassword extends PersonView {
  readonly firstPassword: string;
}

export interface PeopleServices {
  /** By name. */
  list(): Promise<readonly PersonView[]>;
  /** Throws ACCESS_PERSON_EXISTS, ACCESS_DEPARTMENT_UNKNOWN. */
  add(person: NewPerson): Promise<PersonWithPassword>;
  /** Ends the person's sessions and keeps them out; their deeds stand in the log. Throws ACCESS_LAST_ADMINISTRATOR. */
  disable(name: string): Promise<PersonView>;
  enable(name: string): Promise<PersonView>;
  /** A new first password; ends the person's sessions and takes a lost second factor away. */
  reset(name: string): Promise<PersonWithPassword>;
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly role: Role;
  readonly has_second_factor: boolean;
  readonly must_change_password: boolean;
  readonly disabled_at: Date | null;
  readonly made_at: Date;
}

const select = `SELECT p.id, p.name, p.title, d.name AS department, p.role, p.second_factor IS NOT NULL AS has_second_factor,
    p.must_change_password, p.disabled_at, p.made_at
  FROM person p JOIN department d ON d.id = p.department_id
  WHERE ($1::text[] IS NULL OR d.name = ANY ($1))`;

/** What can be asked and done about people, by a caller with this reach. */
export function peopleServices(tools: AccessTools, { scope, actor }: { scope: Scope; actor: string }): PeopleServices {
  const { store } = tools;
  const find = async (transaction: Pick<Queryable, 'query'>, name: string): Promise<PersonRow> => {
    const [row] = await transaction.query<PersonRow>(`${select} AND p.name = $2`, [scopeParameter(scope), name]);
    if (!row) throw new GatewayError('API_RESOURCE_MISSING', { person: name });
    return row;
  };
  const change = (name: string, what: string, work: (transaction: Queryable, person: PersonRow) => Promise<void>): Promise<PersonView> =>
    store.transaction(async (transaction) => {
      const person = await find(transaction, name);
      await work(transaction, person);
      await logAccess(tools, transaction, { station: 'person-changed', actor, department: person.department, code: `${what} ${name}` });
      return personView(await find(transaction, name));
    });
  return {
    async list() {
      return (await store.query<PersonRow>(`${select} ORDER BY p.name`, [scopeParameter(scope)])).map(personView);
    },
    async add({ name, title, department, role }) {
      if (reservedNames.has(name)) throw new GatewayError('ACCESS_PERSON_EXISTS', { name });
      const firstPassword = makeFirstPassword();
      const password = await hashPassword(firstPassword);
      const view = await store.transaction(async (transaction) => {
        const departmentId = await departmentIdOf(transaction, department, scope);
        try {
          await transaction.query(
            `INSERT INTO person (id, name, title, department_id, role, password, must_change_password, made_by)
             VALUES ($1, $2, $3, $4, $5, $6, true, $7)`,
            [tools.makeId(), name, title, departmentId, role, password, actor],
          );
        } catch (error) {
          if (sqlState(error) === uniqueViolation) throw new GatewayError('ACCESS_PERSON_EXISTS', { name }, error);
          throw error;
        }
        await logAccess(tools, transaction, { station: 'person-changed', actor, department, code: `added ${name} ${role}` });
        return personView(await find(transaction, name));
      });
      return { ...view, firstPassword };
    },
    disable: (name) =>
      change(name, 'disabled', async (transaction, person) => {
        if (person.role === 'administrator') await keepOneAdministrator(transaction, person.id);
        await transaction.query('UPDATE person SET disabled_at = COALESCE(disabled_at, now()) WHERE id = $1', [person.id]);
        await endSessions(transaction, person.id);
      }),
    enable: (name) =>
      change(name, 'enabled', async (transaction, person) => {
        await transaction.query('UPDATE person SET disabled_at = NULL WHERE id = $1', [person.id]);
      }),
    async reset(name) {
      const firstPassword = makeFirstPassword();
      const password = await hashPassword(firstPassword);
      const view = await change(name, 'password reset', async (transaction, person) => {
        await transaction.query(
          `UPDATE person SET password = $2, must_change_password = true, second_factor = NULL, second_factor_step = NULL WHERE id = $1`,
          [person.id, password],
        );
        await endSessions(transaction, person.id);
      });
      return { ...view, firstPassword };
    },
  };
}

/** Under these the exchange log names the gateway itself and whoever runs it: nobody else may pass for them. */
const reservedNames: ReadonlySet<string> = new Set(['gateway', machine.name]);

const uniqueViolation = '23505';

/** Throws ACCESS_DEPARTMENT_UNKNOWN, naming those that there are, also for one out of the caller's reach. */
export async function departmentIdOf(transaction: Pick<Queryable, 'query'>, name: string, scope: Scope): Promise<number> {
  const known = await transaction.query<{ id: number; name: string }>(
    'SELECT id, name FROM department WHERE ($1::text[] IS NULL OR name = ANY ($1)) ORDER BY name',
    [scopeParameter(scope)],
  );
  const found = known.find((department) => department.name === name);
  if (found) return found.id;
  throw new GatewayError('ACCESS_DEPARTMENT_UNKNOWN', { department: name, known: known.map((one) => one.name).join(', ') });
}

export async function endSessions(transaction: Queryable, personId: string): Promise<void> {
  await transaction.query('DELETE FROM session WHERE person_id = $1', [personId]);
}

async function keepOneAdministrator(transaction: Queryable, leavingId: string): Promise<void> {
  // All of them are locked, so that two cannot disable each other at once.
  const left = await transaction.query<{ id: string }>(
    `SELECT id FROM person WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  if (left.every(({ id }) => id === leavingId)) throw new GatewayError('ACCESS_LAST_ADMINISTRATOR');
}

function personView(row: PersonRow): PersonView {
  const { name, title, department, role } = row;
  return {
    name,
    title,
    department,
    role,
    hasSecondFactor: row.has_second_factor,
    mustChangePassword: row.must_change_password,
    disabledAt: iso(row.disabled_at),
    madeAt: iso(row.made_at),
  };
}
