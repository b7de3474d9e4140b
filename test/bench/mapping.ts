import assert from 'node:assert';
import { parseArgs } from 'node:util';
import { compileMapping, type Mapping } from '../../mappings/compile.js';
import { loadShipped } from '../../gateway/workspace/shipped.js';
import { manifestsOf } from '../../gateway/workspace/workspace.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import type { JsonObject } from '../../schemas/json.js';
import { createValidator } from '../../schemas/validator.js';
import * as byHand from './mapping/by-hand.js';
import * as byJsonata from './mapping/by-jsonata.js';
import { cleanRows, departmentRows } from './mapping/rows.js';

/**
 * Both mappings of the thirty-column penalty form, from a department's row to the unified record and on to the
 * receiver's row, with validation of the record after the first and before the second: by our compiled rules, by hand,
 * and by JSONata. One thread, alternated rounds, medians. All three have to give the same rows.
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '5000' }, rounds: { type: 'string', default: '9' } },
});
const rowCount = Number(values.rows);
const rounds = Number(values.rounds);
const today = '2026-11-22';
const dataset = 'administrative-penalty';

const validator = createValidator();
const inward = compiled('double-publicity-2018-penalty');
const outward = compiled('credit-china-penalty');

const dirty = departmentRows(rowCount);
const clean = cleanRows(rowCount);
/** JSONata is some hundred times slower, so that it gets fewer rows. */
const few = clean.slice(0, Math.max(200, rowCount / 20));

checkThatAllAgree();

const programs: readonly Program[] = [
  { name: 'compiled, validated twice', rows: dirty.length, run: () => runAll(dirty, throughRules) },
  { name: 'by hand, validated twice', rows: dirty.length, run: () => runAll(dirty, throughHand) },
  { name: 'compiled, mapping alone', rows: clean.length, run: () => runAll(clean, mapOnly) },
  { name: 'by hand, mapping alone', rows: clean.length, run: () => runAll(clean, handOnly) },
  { name: 'JSONata, mapping alone', rows: few.length, run: () => runJsonata(few) },
];

const microseconds = new Map(programs.map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < rounds + 1; round += 1) {
  for (const { name, rows, run } of programs) {
    const started = performance.now();
    await run();
    const each = ((performance.now() - started) * 1000) / rows;
    if (round > 0) microseconds.get(name)?.push(each); // the first round warms up
  }
}

await print();

interface Program {
  readonly name: string;
  readonly rows: number;
  readonly run: () => void | Promise<void>;
}

function compiled(name: string): Mapping {
  const manifest = manifestsOf('Mapping', loadShipped()).find(({ metadata }) => metadata.name === name);
  if (!manifest) throw new Error(`no shipped mapping ${name}`);
  const { mapping, problems } = compileMapping(manifest.spec, { name, codeTables: loadCodeTables() });
  if (!mapping) throw new Error(JSON.stringify(problems));
  return mapping;
}

type Row = Readonly<Record<string, string>>;

function runAll(rows: readonly Row[], through: (row: Row) => JsonObject | undefined): void {
  let made = 0;
  for (const row of rows) if (through(row)) made += 1;
  assert.equal(made, rows.length);
}

async function runJsonata(rows: readonly Row[]): Promise<void> {
  for (const row of rows) await byJsonata.toReceiver(await byJsonata.toRecord(row));
}

function isValid(record: JsonObject): boolean {
  return validator.validate(dataset, record, { today }).length === 0;
}

function throughRules(row: Row): JsonObject | undefined {
  const record = inward.run(row);
  if (!record.ok || !isValid(record.record) || !isValid(record.record)) return undefined;
  const sent = outward.run(record.record);
  return sent.ok ? sent.record : undefined;
}

function throughHand(row: Row): JsonObject | undefined {
  const record = byHand.toRecord(row);
  return record && isValid(record) && isValid(record) ? byHand.toReceiver(record) : undefined;
}

function mapOnly(row: Row): JsonObject | undefined {
  const record = inward.run(row);
  if (!record.ok) return undefined;
  const sent = outward.run(record.record);
  return sent.ok ? sent.record : undefined;
}

function handOnly(row: Row): JsonObject | undefined {
  const record = byHand.toRecord(row);
  return record && byHand.toReceiver(record);
}

/** Compares text, because records of the compiled rules have their keys in another order. */
function checkThatAllAgree(): void {
  for (const row of dirty) assert.deepEqual(throughHand(row), throughRules(row));
}

/** Bytes made for one row, of which none is collected meanwhile: there is room for all of them. */
function allocated(run: () => void): number | undefined {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) return undefined;
  gc();
  const before = process.memoryUsage().heapUsed;
  run();
  return process.memoryUsage().heapUsed - before;
}

async function print(): Promise<void> {
  for (const row of few) assert.deepEqual(await byJsonata.toReceiver(await byJsonata.toRecord(row)), mapOnly(row));
  const sample = dirty.slice(0, 1000);
  const bytes = new Map([
    ['compiled, validated twice', allocated(() => runAll(sample, throughRules))],
    ['by hand, validated twice', allocated(() => runAll(sample, throughHand))],
    ['compiled, mapping alone', allocated(() => runAll(sample, mapOnly))],
    ['by hand, mapping alone', allocated(() => runAll(sample, handOnly))],
  ]);
  console.log(['program'.padEnd(30), 'us a record', 'records/s', 'bytes a record'].map((cell) => cell.padStart(16)).join(''));
  for (const { name } of programs) {
    const each = median(name);
    const made = bytes.get(name);
    const cells = [name.padEnd(30), each.toFixed(1), (1e6 / each).toFixed(0), made === undefined ? '' : (made / sample.length).toFixed(0)];
    console.log(cells.map((cell) => cell.padStart(16)).join(''));
  }
  const figures = {
    ratioToHandWritten: ratio('by hand, validated twice', 'compiled, validated twice'),
    mappingRatioToHandWritten: ratio('by hand, mapping alone', 'compiled, mapping alone'),
    mappingRatioToJsonata: ratio('JSONata, mapping alone', 'compiled, mapping alone'),
    recordsPerSecond: Math.round(1e6 / median('compiled, validated twice')),
  };
  console.log(JSON.stringify({ bench: 'mapping', figures }));
}

function median(name: string): number {
  const sorted = (microseconds.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function ratio(theirs: string, ours: string): number {
  const pairs = (microseconds.get(theirs) ?? []).map((each, round) => each / (microseconds.get(ours)?.[round] ?? 1));
  const sorted = pairs.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3));
}
