import { GatewayError } from '../../schemas/errors.js';
import { logAccess, type AccessTools } from './audit.js';
import { hashPassword, passwordFault } from './password.js';
import type { NewPerson, PersonView } from './people.js';
import { peopleServices } from './people.js';

/** What has to be done once before people can sign in. */
export interface SetupView {
  /** Nobody can sign in as administrator yet. */
  readonly needsAdministrator: boolean;
}

export interface FirstAdministrator extends Omit<NewPerson, 'role'> {
  /** Chosen by the person who sets the gateway up, so it need not be changed. */
  readonly password: string;
}

export interface Setup {
  look(): Promise<SetupView>;
  /**
   * Makes the first administrator, and the department where no configuration has named it yet. Throws
   * ACCESS_SETUP_DONE, ACCESS_PASSWORD_WEAK.
   */
  makeAdministrator(person: FirstAdministrator): Promise<PersonView>;
}

const administratorExists = `SELECT EXISTS (SELECT 1 FROM person WHERE role = 'administrator' AND disabled_at IS NULL) AS is_done`;

export function createSetup(tools: AccessTools): Setup {
  const { store } = tools;
  return {
    async look() {
      const [row] = await store.query<{ is_done: boolean }>(administratorExists);
      return { needsAdministrator: row?.is_done !== true };
    },
    async makeAdministrator({ name, title, department, password }) {
      const fault = passwordFault(password, { name });
      if (fault) throw new GatewayError('ACCESS_PASSWORD_WEAK', { wanted: `${fault.zh} ${fault.en}` });
      const hashed = await hashPassword(password);
      await store.transaction(async (transaction) => {
        // One at a time: of two that set up at once the second finds it done.
        await transaction.query('LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE');
        const [row] = await transaction.query<{ is_done: boolean }>(administratorExists);
        if (row?.is_done === true) throw new GatewayError('ACCESS_SETUP_DONE');
        await transaction.query('INSERT INTO department (name) VALUES ($1) ON CONFLICT (name) DO NOTHING', [department]);
        await transaction.query(
          `INSERT INTO person (id, name, title, department_id, role, password, must_change_password, made_by)
           SELECT $1, $2, $3, department.id, 'administrator', $5, false, 'operator' FROM department WHERE department.name = $4`,
          [tools.makeId(), name, title, department, hashed],
        );
        await logAccess(tools, transaction, { station: 'person-changed', actor: 'operator', department, code: `added ${name} administrator` });
      });
      const people = await peopleServices(tools, { scope: 'all', actor: 'operator' }).list();
      const made = people.find((person) => person.name === name);
      if (!made) throw new Error('the first administrator was not stored');
      return made;
    },
  };
}
