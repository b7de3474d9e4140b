import type { SourceRow } from '../../../connectors/connector.js';
import type { Statement } from '../../../connectors/shared/sql/connection.js';
import type { DriverSession, SessionRows } from '../../../connectors/shared/sql/session.js';

/** What the double's server says to a statement: rows, an error, or nothing until it is cancelled. */
export type Answer = readonly SourceRow[] | Error | 'never';

/** Speaks in the place of a driver, and writes down what it was asked. */
export class SessionDouble implements DriverSession {
  readonly statements: Statement[] = [];
  /** How many rows were asked for at a time. */
  readonly asked: number[] = [];
  commits = 0;
  cancels = 0;
  isBroken = false;
  readonly #answer: (statement: Statement) => Answer;
  readonly #commit: () => Error | undefined;
  #end: (error: Error) => void = () => undefined;

  constructor(answer: (statement: Statement) => Answer, commit: () => Error | undefined = () => undefined) {
    this.#answer = answer;
    this.#commit = commit;
  }

  async run(statement: Statement): Promise<SourceRow[]> {
    this.statements.push(statement);
    return [...(await this.#told(statement))];
  }

  async read(statement: Statement): Promise<SessionRows> {
    this.statements.push(statement);
    const answer = this.#answer(statement);
    let left = Array.isArray(answer) ? [...answer] : [];
    return {
      next: async (count) => {
        this.asked.push(count);
        if (!Array.isArray(answer)) await this.#told(statement);
        const rows = left.slice(0, count);
        left = left.slice(count);
        return { rows, isLast: rows.length < count };
      },
      close: async () => undefined,
    };
  }

  async commit(): Promise<void> {
    const error = this.#commit();
    if (error) throw error;
    this.commits += 1;
  }

  async rollback(): Promise<void> {}

  async cancel(): Promise<void> {
    this.cancels += 1;
    this.#end(new Error('cancelled'));
  }

  destroy(): void {
    this.isBroken = true;
  }

  async close(): Promise<void> {}

  async #told(statement: Statement): Promise<readonly SourceRow[]> {
    const answer = this.#answer(statement);
    if (answer instanceof Error) throw answer;
    if (answer !== 'never') return answer;
    return await new Promise((_, reject) => {
      this.#end = reject;
    });
  }
}
