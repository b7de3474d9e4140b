import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { overviewPage, overviewPath } from '../../mappings/overview/page.js';
import { readRuleFiles } from '../../mappings/overview/rule-files.js';
import { systemTitles } from '../../mappings/overview/systems.js';
import { assetPath } from '../../schemas/assets.js';
import { loadCodeTables } from '../../schemas/code-tables.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';

const files = readRuleFiles(loadCodeTables());
const page = overviewPage(files, loadRecordSchemas());

describe('the overview of the mappings', () => {
  it('says what the rule files say; if not, run `npm run docs:mappings`', () => {
    expect(readFileSync(assetPath(overviewPath), 'utf8')).toBe(page);
  });

  it('links every rule file, and only files that are there', () => {
    const linked = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(files.map(({ path }) => `../${path}`).filter((path) => !linked.includes(path))).toEqual([]);
    expect(linked.filter((target) => !existsSync(assetPath(`docs/${target}`)))).toEqual([]);
  });

  it('has a title for every system of the shipped rules, and for no other', () => {
    const shipped = files.filter(({ path }) => path.startsWith('mappings/'));
    const named = shipped.flatMap(({ mapping: { from, to } }) => [from, to].flatMap((side) => ('system' in side ? [side.system] : [])));
    expect(Object.keys(systemTitles).toSorted()).toEqual([...new Set(named)].toSorted());
  });

  it('marks the columns that always have a value, and names what gives the record back', () => {
    const row = (stream: string): string => page.split('\n').find((line) => line.startsWith(`| [\`${stream}\`]`)) ?? '';
    expect(row('internet-plus/law_officers')).toContain('| `certificate_no`\\* `name`\\* ');
    expect(row('internet-plus/law_officers')).toContain(' `rank` ');
    expect(row('credit-china/penalties')).toMatch(/\| `double-publicity-2018-penalty` \|$/);
  });
});
