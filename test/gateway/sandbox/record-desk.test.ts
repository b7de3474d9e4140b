import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemFaults } from '../../../gateway/sandbox/faults.js';
import { isRecord, type JsonRecord } from '../../../gateway/sandbox/json.js';
import { Books } from '../../../gateway/sandbox/receivers/books.js';
import { describeForm, type FormDescription } from '../../../gateway/sandbox/receivers/forms/describe.js';
import { judgeForm, type Form } from '../../../gateway/sandbox/receivers/forms/form.js';
import { deskForms } from '../../../gateway/sandbox/receivers/forms/index.js';
import { startRecordDesks } from '../../../gateway/sandbox/receivers/record-desk.js';
import type { SystemServer } from '../../../gateway/sandbox/system-server.js';
import { brokenRows } from './broken-desk-rows.js';
import { rowsOfDesks, withValues } from './desk-rows.js';

const today = '2026-11-23';
const forms = Object.entries(deskForms).flatMap(([system, streams]) =>
  Object.entries(streams).map(([stream, form]): [string, Form] => [`${system}/${stream}`, form]),
);

function rulesOf({ columns, rules }: Partial<FormDescription>): string[] {
  return [...(rules ?? []), ...(columns ?? []).flatMap(rulesOf)];
}

/** The code lists of a form, each with the path of its column; an item of a list is reached by index 0. */
function listsOf({ columns }: Partial<FormDescription>, outer = ''): { path: string; codes: readonly string[] }[] {
  return (columns ?? []).flatMap((column) => {
    const path = outer + column.name;
    const step = column.kind.startsWith('列表') ? '.0' : '';
    return [...(column.codes ? [{ path: path + step, codes: column.codes }] : []), ...listsOf(column, `${path}${step}.`)];
  });
}

/** Paths of the columns, also within objects and lists, that none of the rows fills. */
function neverFilled({ columns }: Form, rows: readonly JsonRecord[], outer = ''): string[] {
  return Object.entries(columns).flatMap(([name, { want }]) => {
    const values = rows.flatMap(({ [name]: value }): unknown[] => (Array.isArray(value) ? value : [value])).filter((value) => value !== undefined);
    if (values.length === 0) return [outer + name];
    return want.within ? neverFilled(want.within, values.filter(isRecord), `${outer}${name}.`) : [];
  });
}

const codesOf = (form: Form, row: JsonRecord): string[] => judgeForm(form, row, { today }).map(({ code }) => code);

describe('the form of', () => {
  let rows: ReadonlyMap<string, readonly JsonRecord[]>;
  beforeAll(() => {
    rows = rowsOfDesks();
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

  it.each(forms)('%s has no column that no mapping fills: a misspelt one would never be missed', (name, form) => {
    expect(neverFilled(form, rows.get(name) ?? [])).toEqual([]);
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

  it.each(forms)('%s refuses a row for each of its rules across columns, and for that rule alone', (name, form) => {
    const broken = brokenRows[name] ?? {};
    expect(rulesOf(describeForm(form)).toSorted()).toEqual(expect.arrayContaining(Object.keys(broken).toSorted()));
    for (const said of rulesOf(describeForm(form))) {
      const answers = (rows.get(name) ?? []).map((row) => judgeForm(form, withValues(row, broken[said] ?? {}), { today }));
      expect(answers).toContainEqual([{ code: 'D08', text: said }]);
    }
  });

  it.each(forms)('%s takes the codes of its lists and no other', (name, form) => {
    for (const { path, codes } of listsOf(describeForm(form))) {
      const row = (rows.get(name) ?? []).find((one) => codesOf(form, withValues(one, { [path]: '没有的代码' })).includes('D05'));
      expect([path, row]).toEqual([path, expect.anything()]);
      for (const code of codes) expect([path, code, codesOf(form, withValues(row ?? {}, { [path]: code })).includes('D05')]).toEqual([path, code, false]);
    }
  });

  it.each([
    ['planYear', '26', 'D04'],
    ['checkKind', '3', 'D05'],
    ['organCode', '1162300000TET1023K', 'D06'],
    ['itemCodes', '01310001010100,0131000101010', 'D04'],
    ['ratio', '5.123', 'D04'],
    ['objectNum', '1.5', 'D04'],
    ['beginDate', '2026-02-30', 'D07'],
    ['makeDate', '2026-11-24', 'D07'],
    ['unionOrgans.0.organCode', '无', 'D06'],
    ['unionOrgans', '甘南州公安局', 'D03'],
  ])('a spot-check plan refuses a %s of %s with %s', (column, value, code) => {
    const form = deskForms['double-random']?.['plans'];
    const [plan = {}] = rows.get('double-random/plans') ?? [];
    if (!form) throw new Error('the double-random desk has no plans');
    expect(codesOf(form, withValues(plan, { [column]: value }))).toContain(code);
  });

  it.each([
    ['623027198503150022', []],
    ['E12345678', []],
    ['623027198503150023', ['D06']],
    ['无', ['D06']],
  ])('a rectification order to a person with the number %s is answered %j', (partyCode, codes) => {
    const form = deskForms['enforcement-supervision']?.['rectification_orders'];
    const [order = {}] = rows.get('enforcement-supervision/rectification_orders') ?? [];
    if (!form) throw new Error('the enforcement supervision desk has no rectification orders');
    expect(codesOf(form, withValues(order, { partyType: '1', partyCode }))).toEqual(codes);
  });

  it('an act takes the passport of a person', () => {
    const form = deskForms['internet-plus']?.['other_acts'];
    const [act = {}] = rows.get('internet-plus/other_acts') ?? [];
    if (!form) throw new Error('the province takes no other acts');
    const passport = { administrative_cp_na: '1', administrative_cp_ce_type: '414', administrative_cp_ui_code: 'E12345678' };
    expect(codesOf(form, withValues(act, passport))).toEqual([]);
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

  async function ask(path: string, token = 'right'): Promise<JsonRecord> {
    const answer: unknown = await (await fetch(server.url + path, { headers: { 'x-desk-token': token } })).json();
    if (!isRecord(answer)) throw new Error('no object');
    return answer;
  }

  it('take rows, refuse wrong ones by themselves, and handle a key once', async () => {
    const plan = (rowsOfDesks().get('double-random/plans') ?? [])[0] ?? {};
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

  it('hold a record at each desk by itself: one record lies at several and leaves each on its own', async () => {
    const [result = {}] = rowsOfDesks().get('double-random/results') ?? [];
    const [spotCheck = {}] = rowsOfDesks().get('gsxt/t_spot_check') ?? [];
    const send = (path: string, key: string, row?: JsonRecord): Promise<JsonRecord> =>
      post(path, { rows: [{ key, recordKey: 'shared', operation: row ? 'insert' : 'withdraw', row }] });
    expect(await send('/gsxt/t_spot_check', 's1', spotCheck)).toMatchObject({ results: [{ code: '0' }] });
    expect(await send('/double-random/results', 's2')).toMatchObject({ results: [{ code: 'D09' }] });
    expect(await send('/double-random/results', 's3', result)).toMatchObject({ results: [{ code: '0' }] });
    expect(await send('/double-random/results', 's4')).toMatchObject({ results: [{ code: '0' }] });
    expect(await send('/gsxt/t_spot_check', 's5')).toMatchObject({ results: [{ code: '0' }] });
    expect(await send('/gsxt/t_spot_check', 's6')).toMatchObject({ results: [{ code: 'D09' }] });
  });

  it('know within one batch what has just come and what has just gone', async () => {
    const [plan = {}] = rowsOfDesks().get('double-random/plans') ?? [];
    const rows = [
      { key: 'b1', recordKey: 'batch', operation: 'insert', row: plan },
      { key: 'b2', recordKey: 'batch', operation: 'withdraw' },
      { key: 'b3', recordKey: 'batch', operation: 'withdraw' },
    ];
    expect(await post('/double-random/plans', { rows })).toMatchObject({ results: [{ code: '0' }, { code: '0' }, { code: 'D09' }] });
  });

  it('tell which streams there are and what a row of each has to hold', async () => {
    expect((await ask('/streams'))['streams']).toEqual(forms.map(([name]) => name));
    expect(await ask('/double-random/plans')).toMatchObject({
      stream: 'double-random/plans',
      columns: expect.arrayContaining([
        { name: 'planName', required: true, kind: '文本', lengthMax: 300 },
        { name: 'checkKind', required: true, kind: '代码', lengthMax: 100, codes: ['1', '2'] },
        expect.objectContaining({ name: 'unionOrgans', required: false, kind: '列表，每项为对象', columns: expect.any(Array) }),
      ]),
      rules: ['isUnion 为 1 时应填 unionOrgans', 'endDate 应不早于 beginDate'],
    });
    expect(await ask('/double-random/plans', 'wrong')).toMatchObject({ code: '4010' });
  });

  it('refuse a wrong token, a wrong batch and a desk that is not there', async () => {
    expect(await post('/double-random/plans', { rows: [] }, 'wrong')).toMatchObject({ status: 401, code: '4010' });
    expect(await post('/double-random/plans', { rows: [{ key: 'x' }] })).toMatchObject({ status: 400, code: '4001' });
    expect(await post('/double-random/nothing', { rows: [] })).toMatchObject({ status: 404 });
  });
});
