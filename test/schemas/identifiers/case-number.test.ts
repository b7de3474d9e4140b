import { describe, expect, it } from '@jest/globals';
import { check, normalise } from '../../../schemas/identifiers/case-number.js';

describe('case number', () => {
  it.each([
    '（2026）甘3001刑初12号',
    '（2026）最高法知行终3号',
    '（2026）甘30刑终12号之一',
    '合公（刑）立字〔2026〕12号',
    '州检刑诉〔2026〕12号',
    '甘市监立案〔2026〕3号',
    '2026001234',
  ])('accepts %s', (text) => {
    expect(check(text)).toEqual({ ok: true });
    expect(normalise(text)).toBe(text.replace('（刑）', '(刑)'));
  });

  it.each(['（2026）甘3001刑初号', '（2026）12号', '(2026)甘3001刑初12号', '（1926）甘3001刑初12号', '（2026）甘3001刑初12'])(
    'refuses %s as the number of a court',
    (text) => {
      expect(check(text)).toMatchObject({ code: 'RECORD_CASE_NUMBER_WRONG_FORM' });
    },
  );

  it('judges the number of an authority as document numbers are judged', () => {
    expect(check('甘市监立案[2026]3号')).toMatchObject({ code: 'RECORD_DOCUMENT_NUMBER_WRONG_FORM', position: 6 });
  });

  it('puts the year of a court in round brackets, that of an authority in 〔〕', () => {
    expect(normalise(' (２０２６) 甘3001刑初12 号')).toBe('（2026）甘3001刑初12号');
    expect(normalise('甘市监立案（2026）3号')).toBe('甘市监立案〔2026〕3号');
  });
});
