import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileMapping } from '../../../mappings/compile.js';
import { draftMapping, type SampledColumn } from '../../../mappings/draft/draft.js';
import { draftText } from '../../../mappings/draft/draft-text.js';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import type { JsonValue } from '../../../schemas/json.js';
import { createValidator } from '../../../schemas/validator.js';

const codeTables = loadCodeTables();
const validator = createValidator();
const penalty = validator.dataset('administrative-penalty');
const head = { department: 'test-market', name: 'penalty-draft', system: 'test', stream: 't_penalty', dataset: 'administrative-penalty' };

function draftOf(columns: readonly SampledColumn[]) {
  return draftMapping(columns, penalty, { codeTables, known: [] });
}

function targets(columns: readonly SampledColumn[]): Record<string, string> {
  return Object.fromEntries(draftOf(columns).lines.map(({ target, column }) => [target, column]));
}

function compiled(columns: readonly SampledColumn[], dataset = 'administrative-penalty') {
  const draft = draftMapping(columns, validator.dataset(dataset), { codeTables, known: [] });
  const { spec } = parse(draftText(draft, { ...head, dataset })) as { spec: JsonValue };
  return compileMapping(spec, { name: 'test/draft', codeTables });
}

describe('a drafted mapping', () => {
  it('knows the codes of the standards, in any case', () => {
    expect(targets([{ name: 'CF_WSH', values: [] }, { name: 'cf_xdr_mc', values: [] }])).toEqual({
      'documentNumber': 'CF_WSH',
      'party.name': 'cf_xdr_mc',
    });
  });

  it('knows Chinese titles, from names and from comments', () => {
    const columns = [{ name: '处罚决定日期', values: ['2026年3月1日'] }, { name: 'c7', comment: '违法事实', values: ['售卖过期食品'] }];
    expect(targets(columns)).toEqual({ decisionDate: '处罚决定日期', illegalFacts: 'c7' });
  });

  it('knows what departments call a field', () => {
    expect(targets([{ name: '当事人', values: ['甲公司'] }, { name: '罚款（元）', values: ['2000'] }])).toEqual({
      'party.name': '当事人',
      'fineYuan': '罚款（元）',
    });
  });

  it('knows a column by its values alone where they can be nothing else', () => {
    expect(targets([{ name: 'c1', values: ['91623000MA7XXX018E', '91999999MA0TETT03U'] }])).toEqual({ 'party.creditCode': 'c1' });
    expect(targets([{ name: 'c2', values: ['州罚〔2026〕1号', '州罚[2026]2号'] }])).toEqual({ documentNumber: 'c2' });
    expect(targets([{ name: 'c3', values: ['警告；罚款', '罚款'] }])).toEqual({ penaltyTypes: 'c3' });
  });

  it('does not believe a like name whose values are something else', () => {
    expect(targets([{ name: '决定日期', values: ['罚款', '警告'] }])['decisionDate']).toBeUndefined();
  });

  it('reads days in the forms that it saw', () => {
    const [line] = draftOf([{ name: 'CF_JDRQ', values: ['2026年3月1日', '2026/3/2'] }]).lines;
    expect(line?.rule).toMatchObject({ date: ['YYYY/M/D', 'YYYY年M月D日'] });
  });

  it('never guesses the unit of an amount', () => {
    const [doubtful] = draftOf([{ name: 'CF_NR_FK', values: ['0.2'] }]).lines;
    expect(doubtful).toMatchObject({ target: 'fineYuan', rule: undefined });
    expect(draftText(draftOf([{ name: 'CF_NR_FK', values: ['0.2'] }]), head)).toMatch(/# fineYuan: CF_NR_FK 须由人决定/u);
    const [known] = draftOf([{ name: '罚款金额（万元）', values: ['0.2'] }]).lines;
    expect(known?.rule).toMatchObject({ number: { unitFrom: '万元', unitTo: '元', scale: 2 } });
  });

  it('takes no unit from a mapping of another system, but from that of a standard', () => {
    const rule = { from: 'cfje', number: { unitFrom: '元', unitTo: '元', scale: 2 } };
    const known = [
      { column: 'cfje', target: 'fineYuan', rule, mapping: 'other' },
      { column: 'CF_NR_FK', target: 'fineYuan', rule, mapping: 'standard' },
    ];
    const rules = (column: string) => draftMapping([{ name: column, comment: '罚款金额', values: ['1'] }], penalty, { codeTables, known }).lines[0]?.rule;
    expect(rules('cfje')).toBeUndefined();
    expect(rules('CF_NR_FK')).toMatchObject({ from: 'CF_NR_FK', number: { unitFrom: '元' } });
  });

  it('takes over the whole rule of a mapping with the same column', () => {
    const rule = { from: 'wsh', apply: ['trim'] };
    const known = [{ column: 'wsh', target: 'documentNumber', rule, mapping: 'shipped' }];
    const { lines } = draftMapping([{ name: 'WSH', values: [] }], penalty, { codeTables, known });
    expect(lines).toMatchObject([{ target: 'documentNumber', rule: { from: 'WSH', apply: ['trim'] }, confidence: 0.98 }]);
  });

  it('lists what is left over and what is missing', () => {
    const draft = draftOf([{ name: 'sys_flag', values: ['x'] }]);
    expect(draft.unusedColumns).toEqual(['sys_flag']);
    expect(draft.requiredMissing.map(({ path }) => path.join('.'))).toContain('documentNumber');
  });

  it('uses each column and each field once', () => {
    const { lines } = draftOf([{ name: 'CF_WSH', values: [] }, { name: 'CF_CFWSH', values: [] }, { name: '行政处罚决定书文号', values: [] }]);
    expect(new Set(lines.map(({ target }) => target)).size).toBe(lines.length);
    expect(new Set(lines.map(({ column }) => column)).size).toBe(lines.length);
  });

  it('compiles, whatever the columns are called and hold, for every dataset', () => {
    const column = fc.record({ name: fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => name.trim() !== ''), values: fc.array(fc.string(), { maxLength: 3 }) });
    const sure = fc.constantFrom(...[...penalty.fields.values()].map(({ titleZh }) => titleZh)).map((name) => ({ name, values: [] }));
    const columns = fc.uniqueArray(fc.oneof(column, sure), { maxLength: 8, selector: ({ name }) => name });
    fc.assert(
      fc.property(columns, fc.constantFrom(...validator.datasets), (given, dataset) => {
        const problems = compiled([...given, { name: 'CF_WSH', values: [] }, { name: 'code', values: [] }, { name: '备注', values: [] }, { name: '名称', values: [] }], dataset).problems ?? [];
        // A dataset in which nothing was found has no fields yet, which a person sees at once.
        expect(problems.filter(({ path }) => path !== '/fields')).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
