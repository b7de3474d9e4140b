import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemFaults } from '../../../gateway/sandbox/faults.js';
import { isRecord, type JsonRecord } from '../../../gateway/sandbox/json.js';
import { Books } from '../../../gateway/sandbox/receivers/books.js';
import { judgeForm, type Form } from '../../../gateway/sandbox/receivers/forms/form.js';
import { deskForms } from '../../../gateway/sandbox/receivers/forms/index.js';
import { startRecordDesks } from '../../../gateway/sandbox/receivers/record-desk.js';
import type { SystemServer } from '../../../gateway/sandbox/system-server.js';
import { shippedMappings } from '../../mappings/shipped-mappings.js';

const today = '2026-11-23';
const forms = Object.entries(deskForms).flatMap(([system, streams]) =>
  Object.entries(streams).map(([stream, form]): [string, Form] => [`${system}/${stream}`, form]),
);

/** Rows as the shipped mappings write them, by stream: what they are judged by elsewhere, here they are spoiled. */
function goodRows(): Map<string, JsonRecord[]> {
  const rows = new Map<string, JsonRecord[]>();
  for (const { spec } of shippedMappings()) {
    if (!('system' in spec.to)) continue;
    const name = `${spec.to.system}/${spec.to.stream}`;
    const outputs = (spec.examples ?? []).flatMap(({ output, errors }) => (output && !errors ? [output] : []));
    rows.set(name, [...(rows.get(name) ?? []), ...outputs]);
  }
  return rows;
}

const codesOf = (form: Form, row: JsonRecord): string[] => judgeForm(form, row, { today }).map(({ code }) => code);

describe('the form of', () => {
  let rows: Map<string, JsonRecord[]>;
  beforeAll(() => {
    rows = goodRows();
  });

  it.each(forms)('%s misses every column that it requires, and no other', (name, form) => {
    for (const row of rows.get(name) ?? []) {
      for (const [column, { isRequired }] of Object.entries(form.columns)) {
        const { [column]: _gone, ...rest } = row;
        expect([name, column, codesOf(form, rest).includes('D01')]).toEqual([name, column, isRequired]);
      }
    }
  });

  it.each(forms)('%s takes no column that it does not know and no value of another kind', (name, form) => {
    const [row = {}] = rows.get(name) ?? [];
    expect(codesOf(form, { ...row, unknown_column: 'x' })).toEqual(['D03']);
    for (const column of Object.keys(form.columns)) expect([column, codesOf(form, { ...row, [column]: 5 })]).toEqual([column, expect.arrayContaining(['D03'])]);
  });

  it.each(forms)('%s looks into every value: no text will do for all columns', (name, form) => {
    const [row = {}] = rows.get(name) ?? [];
    const long = '字'.repeat(30_000);
    for (const [column, value] of Object.entries(row)) {
      if (typeof value !== 'string') continue;
      expect([column, codesOf(form, { ...row, [column]: long }).length]).not.toEqual([column, 0]);
      expect([column, codesOf(form, { ...row, [column]: ` ${value}` }).length]).not.toEqual([column, 0]);
    }
  });

  it('a spot-check plan contradicts itself where it is joint and names no partner, or ends before it begins', () => {
    const form = deskForms['double-random']?.['plans'];
    const [plan = {}] = rows.get('double-random/plans') ?? [];
    if (!form) throw new Error('the double-random desk has no plans');
    expect(codesOf(form, { ...plan, unionOrgans: [] })).toEqual(['D08']);
    expect(codesOf(form, { ...plan, endDate: '2026-02-28' })).toEqual(['D08']);
    expect(codesOf(form, { ...plan, makeDate: '2026-11-24' })).toEqual(['D07']);
    expect(codesOf(form, { ...plan, organCode: '1162300000TET1023K' })).toEqual(['D06']);
    expect(codesOf(form, { ...plan, checkKind: '3' })).toEqual(['D05']);
  });
});

describe('the record desks', () => {
  let folder: string;
  let server: SystemServer;
  let books: Books;
  const now = (): Date => new Date(`${today}T04:00:00Z`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jiantong-desks-'));
    books = new Books('record-desks', join(folder, 'books.jsonl'));
    server = await startRecordDesks({ port: 0, token: 'right', books, faults: new SystemFaults(now, () => undefined), now });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function post(path: string, body: unknown, token = 'right'): Promise<JsonRecord> {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'x-desk-token': token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!isRecord(answer)) throw new Error('no object');
    return { status: response.status, ...answer };
  }

  it('take rows, refuse wrong ones by themselves, and handle a key once', async () => {
    const plan = (goodRows().get('double-random/plans') ?? [])[0] ?? {};
    const { planName: _gone, ...nameless } = plan;
    const rows = [
      { key: 'k1', recordKey: 'r1', operation: 'insert', row: plan },
      { key: 'k2', recordKey: 'r2', operation: 'insert', row: nameless },
      { key: 'k1', recordKey: 'r1', operation: 'insert', row: plan },
      { key: 'k3', recordKey: 'r1', operation: 'withdraw' },
      { key: 'k4', recordKey: 'r9', operation: 'withdraw' },
    ];
    expect(await post('/double-random/plans', { rows })).toMatchObject({
      status: 200,
      results: [
        { key: 'k1', code: '0' },
        { key: 'k2', code: 'D01', message: 'planName 不能为空' },
        { key: 'k1', code: '0' },
        { key: 'k3', code: '0' },
        { key: 'k4', code: 'D09' },
      ],
    });
    expect(books.counts).toMatchObject({ arrivals: 5, accepted: 2, rejected: 2, duplicatesAccepted: 0, withdrawn: 1 });
    expect(await post('/queries', { keys: ['k1', 'k2', 'never'] })).toMatchObject({
      results: [{ known: true, code: '0' }, { known: true, code: 'D01' }, { key: 'never', known: false }],
    });
  });

  it('refuse a wrong token, a wrong batch and a desk that is not there', async () => {
    expect(await post('/double-random/plans', { rows: [] }, 'wrong')).toMatchObject({ status: 401, code: '4010' });
    expect(await post('/double-random/plans', { rows: [{ key: 'x' }] })).toMatchObject({ status: 400, code: '4001' });
    expect(await post('/double-random/nothing', { rows: [] })).toMatchObject({ status: 404 });
  });
});
