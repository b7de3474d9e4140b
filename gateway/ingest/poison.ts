import type { SourceRow } from '../../connectors/connector.js';
import { faultOf } from '../../connectors/row-fault.js';
import { errorTable } from '../../schemas/errors.js';
import { findPoison } from '../../schemas/poison.js';
import type { Problem } from '../../schemas/problem.js';
import { tableProblem } from './problems.js';

/** Longest text of a cell that is read as data; beyond it the row is put aside. */
const cellCharactersMax = 100_000;
const shownCharactersMax = 80;

/** What makes a row unfit before any rule is applied: marked unreadable by its connector, or poisonous to the store. */
export function rowTrouble(row: SourceRow): Problem[] | undefined {
  const faulty = faultOf(row);
  if (faulty) {
    const { code, zh, en } = faulty.fault;
    const { fixZh, fixEn } = errorTable[code];
    return [{ code, path: '', value: faulty.raw.slice(0, shownCharactersMax), zh, en, fixZh, fixEn }];
  }
  const poison = findPoison(row, cellCharactersMax);
  if (poison.length === 0) return undefined;
  return poison.map(({ code, path }) => tableProblem(code, { path, column: path.split('/')[1] }));
}
