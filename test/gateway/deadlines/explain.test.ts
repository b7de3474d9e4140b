import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { type DeadlineExplanation, explainDeadline } from '../../../gateway/deadlines/explain.js';
import { readShippedCalendars, readShippedRules } from '../../../gateway/deadlines/shipped.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const rules = readShippedRules();

function explain(name: string, from: string): DeadlineExplanation {
  const spec = rules.get(name);
  if (!spec) throw new Error(`${name} is shipped`);
  return explainDeadline({ name, spec }, from, calendar);
}

describe('explanation of a deadline', () => {
  it('gives the document of the command line: due day, whether provisional, every step', () => {
    const { document } = explain('publicity-20wd', '2026-09-25');
    expect(Object.keys(document)).toEqual(['dueOn', 'provisional', 'steps']);
    expect(document).toMatchObject({ dueOn: '2026-10-29', provisional: false });
    expect(document.steps.filter(({ counts }) => counts)).toHaveLength(20);
  });

  it('shows a row per day with the count where it counts', () => {
    const { table } = explain('withdrawal-3wd', '2026-09-30');
    expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
      ['2026-09-30', '否 no', ''],
      ...['01', '02', '03', '04', '05', '06', '07'].map((day) => [`2026-10-${day}`, '否 no', '']),
      ['2026-10-08', '是 yes', '1'],
      ['2026-10-09', '是 yes', '2'],
      ['2026-10-10', '是 yes', '3'],
    ]);
    expect(table.rows.every((row) => row.length === table.headings.length)).toBe(true);
  });

  it('names the law and the length of the period, and says when the result is only provisional', () => {
    const { opening, closing } = explain('double-publicity-7wd', '2026-12-28');
    expect(opening.map(({ zh }) => zh).join('\n')).toContain('发改办财金〔2018〕424号');
    expect(opening.at(-1)).toEqual({ zh: '自 2026-12-28 起7个工作日', en: '7 working days from 2026-12-28' });
    expect(closing.map(({ zh }) => zh)).toEqual([
      '到期日 2027-01-07，须在 2027-01-07T16:00:00.000Z 之前完成。',
      '暂定：期限涉及的年份尚未公布放假安排，公布后重新计算。',
    ]);
  });

  it('warns where the rule was not yet in force', () => {
    expect(explain('withdrawal-3wd', '2021-07-14').closing.at(-1)?.zh).toContain('自 2021-07-15施行');
    expect(explain('withdrawal-3wd', '2021-07-15').closing).toHaveLength(1);
  });
});

describe('shipped rules', () => {
  it('are the three that the law sets for publicity and withdrawal, each with its source', () => {
    expect([...rules.keys()]).toEqual(['double-publicity-7wd', 'publicity-20wd', 'withdrawal-3wd']);
    for (const { basis, title } of rules.values()) {
      expect(basis.document && basis.article && basis.issuer && title.zh && title.en).toBeTruthy();
    }
  });

  it('take what they leave out from the schema’s defaults', () => {
    expect(rules.get('publicity-20wd')).toMatchObject({ rollForward: true, metBy: 'accepted' });
  });
});
