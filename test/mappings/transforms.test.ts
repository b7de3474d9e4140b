import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transforms } from '../../mappings/transforms.js';

function transform(name: string) {
  const found = transforms.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no transform: ${name}`);
  return found.apply;
}

const dirtyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('州', '罚', '[2026]', '（２０２６）', '﹝2026﹞', ' ', '　', '\n', '１２', 'Ａｂ', '代码：', '(1/1)', '-', '91', 'x', '〔', '〕', '\u200b'))
    .map((parts) => parts.join('')),
);

describe('transforms', () => {
  it.each(transforms.map(({ name }) => name))('%s gives the same when it is applied again', (name) => {
    const change = transform(name);
    fc.assert(
      fc.property(dirtyText, (text) => {
        const once = change(text);
        return once === undefined || change(once) === once;
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['trim', ' 甲公司\u3000', '甲公司'],
    ['collapse-spaces', ' 甲 \u3000 乙\n丙 ', '甲 乙 丙'],
    ['remove-spaces', '甘 南\u3000州', '甘南州'],
    ['half-width', 'ＡＢ１２（一）\u3000', 'AB12(一) '],
    ['upper', '91ma', '91MA'],
    ['lower', 'Y', 'y'],
    ['document-number', '州市监处罚[2026] 12号', '州市监处罚〔2026〕12号'],
    ['document-number', '州市监处罚（２０２６）１２号', '州市监处罚〔2026〕12号'],
    ['document-number', '州市监处罚【2026】12号', '州市监处罚〔2026〕12号'],
    ['document-number', '州市监处罚﹝2026﹞12号', '州市监处罚〔2026〕12号'],
    ['document-number', '州罚字(一)〔2026〕3号', '州罚字(一)〔2026〕3号'],
    ['credit-code', '统一社会信用代码：91623000ma7xxx018e(1/1)', '91623000MA7XXX018E'],
    ['credit-code', '９１６２３０００ＭＡ７ＸＸＸ０１８Ｅ', '91623000MA7XXX018E'],
    ['credit-code', '组织机构代码: MA7XXX01-8', 'MA7XXX018'],
    ['credit-code', '统一社会信用代码：', undefined],
    ['citizen-id', '110105 491231002', '11010519491231002X'],
    ['citizen-id', '11010519491231002ｘ', '11010519491231002X'],
    ['citizen-id', '110105491331002', '110105491331002'],
    ['party-category', '92623001MA7KTA046C', 'individual-business'],
    ['party-category', '91623021MA7KTA011U', 'legal-person'],
    ['party-category', '623001600000017', 'individual-business'],
    ['party-category', '623000100000013', 'legal-person'],
    ['party-category', 'MA7KTA062', undefined],
    ['party-category', '企合甘总字第000001', undefined],
    ['mask-name', '李小花', '李**'],
    ['mask-id', '11010519491231002X', '110105********002X'],
    ['mask-phone', '13800001234', '138****1234'],
    ['none-text', '无', undefined],
    ['none-text', ' N/A ', undefined],
    ['none-text', 'undefined', undefined],
    ['none-text', '无锡某公司', '无锡某公司'],
    ['long-term', '长期', '2099-12-31'],
    ['long-term', '2027-01-01', '2027-01-01'],
  ])('%s makes of "%s" the value %s', (name, text, expected) => {
    expect(transform(name)(text)).toBe(expected);
  });

  it('say in both languages what they do', () => {
    for (const { zh, en } of transforms) expect([zh, en].every((sentence) => sentence.length >= 3)).toBe(true);
  });
});
