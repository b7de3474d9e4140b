import { parseArgs } from 'node:util';
import { held, type ContestGround, type ContestResult } from './connectors/contest.js';
import { csvGround, excelGround } from './connectors/files.js';
import { mysqlGround } from './connectors/mysql.js';
import { postgresGround } from './connectors/postgres.js';
import { restGround } from './connectors/rest.js';

/**
 * Rows a second that each connector pulls and pushes, beside the driver or parser that it stands on doing the same in
 * this very run: by turns, medians of the pairs. A type's figure is the lesser of its two ratios. Needs PostgreSQL on
 * 127.0.0.1:5432, and MYSQL_URL or an installed mariadbd.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '40000' },
    rounds: { type: 'string', default: '9' },
    types: { type: 'string', default: 'postgres,mysql,csv,excel,rest' },
  },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);

const grounds: Readonly<Record<string, () => Promise<ContestGround>>> = {
  postgres: async () => await postgresGround(rows, rows / 4),
  mysql: async () => await mysqlGround(rows, rows / 4),
  csv: async () => await csvGround(rows),
  excel: async () => await excelGround(rows / 4),
  rest: async () => await restGround(rows, rows),
};

console.log(['type', 'work', 'rows/s', 'driver rows/s', 'ratio'].map((cell) => cell.padStart(14)).join(''));
const ratioToBareDriver: Record<string, number> = {};
for (const type of values.types.split(',')) {
  const prepare = grounds[type];
  if (!prepare) throw new Error(`no type ${type} among ${Object.keys(grounds).join(', ')}`);
  const { contests, end } = await prepare();
  const results: ContestResult[] = [];
  try {
    for (const contest of contests) results.push(await held(contest, rounds));
  } finally {
    await end();
  }
  for (const { work, oursPerSecond, barePerSecond, ratio } of results) {
    const cells = [type, work, oursPerSecond.toFixed(0), barePerSecond.toFixed(0), ratio.toFixed(2)];
    console.log(cells.map((cell) => cell.padStart(14)).join(''));
  }
  ratioToBareDriver[type] = Number(Math.min(...results.map(({ ratio }) => ratio)).toFixed(3));
}
console.log(JSON.stringify({ bench: 'connectors', figures: { ratioToBareDriver } }));
