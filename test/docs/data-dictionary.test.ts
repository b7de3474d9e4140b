import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { assetPath } from '../../schemas/assets.js';
import { codeTablesOf, loadCodeTables } from '../../schemas/code-tables.js';
import { dictionaryPages } from '../../schemas/dictionary/pages.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';

const folder = assetPath('docs/schemas');
const schemas = loadRecordSchemas();
const codeTables = loadCodeTables();
const pages = dictionaryPages(schemas, codeTables);

function page(name: string): string {
  return pages.get(name) ?? '';
}

describe('the data dictionary', () => {
  it.each([...pages])('is current in %s; if not, run `npm run docs:schemas`', (file, text) => {
    expect(readFileSync(`${folder}/${file}`, 'utf8')).toBe(text);
  });

  it('has a page for every dataset, an index, the code tables, and nothing else', () => {
    const datasets = [...schemas.datasets.keys()].map((name) => `${name}.md`);
    expect(readdirSync(folder).toSorted()).toEqual([...datasets, 'README.md', 'code-tables.md'].toSorted());
  });

  it('lists every dataset in its index', () => {
    for (const name of schemas.datasets.keys()) expect(page('README.md')).toContain(`](${name}.md)`);
  });

  it('tells of a field its name, title, type, whether it is required, codes, class and source', () => {
    const cells = (path: string): string[] =>
      page('administrative-penalty.md')
        .split('\n')
        .filter((line) => line.startsWith(`| \`${path}\` |`))
        .flatMap((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells('decisionDate')).toEqual([
      '',
      '`decisionDate`',
      '处罚决定日期',
      'Day of the decision.',
      '日期 date YYYY-MM-DD',
      '是 yes',
      '',
      '公开 public',
      '发改办财金〔2018〕424号 CF_JDRQ；互联网+监管 行政处罚行为 作出行政处罚决定日期',
      '',
    ]);
    expect(cells('penaltyTypes.*')).toContain('[penalty-type](code-tables.md#penalty-type)');
    expect(cells('party.legalRepresentative.name')).toContain('随上级 with its parent');
    expect(cells('party.idNumber')).toContain('个人信息 personal');
    expect(cells('party.registeredAddress').join('')).toContain('`party.category=natural-person`');
  });

  it('links only to pages that it has', () => {
    for (const text of pages.values()) {
      for (const [, target = ''] of text.matchAll(/\]\(([\w-]+\.md)/g)) expect([...pages.keys()]).toContain(target);
    }
  });

  it('names the rules between the fields of a dataset', () => {
    expect(page('administrative-penalty.md')).toContain('| `fine-has-amount` | `penaltyTypes` `fineYuan` |');
  });

  it('counts the codes of a long table instead of listing them', () => {
    const items = Array.from({ length: 201 }, (_, index) => ({ code: `${index}`, zh: '长', en: 'Long' }));
    const long = { name: 'long', title: '长表', titleEn: 'Long', standard: '无', version: '1', validFrom: '2020-01-01', items };
    const text = dictionaryPages(schemas, codeTablesOf([long])).get('code-tables.md');
    expect(text).toContain('201');
    expect(text).not.toContain('`200`');
  });

  it('keeps a bar within its cell', () => {
    const items = [{ code: 'a|b', zh: '甲|乙', en: 'One|other' }];
    const odd = { name: 'odd', title: '表', titleEn: 'Odd', standard: '无', version: '1', validFrom: '2020-01-01', items };
    expect(dictionaryPages(schemas, codeTablesOf([odd])).get('code-tables.md')).toContain('甲\\|乙');
  });
});
