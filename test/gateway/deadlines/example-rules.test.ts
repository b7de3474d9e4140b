import { describe, expect, it } from '@jest/globals';
import { connectorTypes } from '../../../connectors/registry.js';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { explainDeadline } from '../../../gateway/deadlines/explain.js';
import { isPeriodSpec, type DeadlineRuleSpec } from '../../../gateway/deadlines/rule.js';
import { readShippedCalendars } from '../../../gateway/deadlines/shipped.js';
import { readWorkspaceFolder } from '../../../gateway/runtime/read-workspace.js';
import { assetPath } from '../../../schemas/assets.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const tools = { types: connectorTypes(), today: '2026-11-23' };
const rules = new Map<string, DeadlineRuleSpec>(
  ['gannan', 'deadline-rules'].flatMap((name) =>
    readWorkspaceFolder(assetPath(`examples/${name}`), tools)
      .deadlineRules()
      .map(({ metadata, spec }) => [metadata.name, spec] as const),
  ),
);

function specOf(name: string): DeadlineRuleSpec {
  const spec = rules.get(name);
  if (!spec) throw new Error(`no example of ${name}`);
  return spec;
}

describe('the deadline rules that come as shipped defaults or examples', () => {
  it.each([
    ['publicity-20wd', '2026-09-18', '2026-10-22'],
    ['other-information-20wd', '2026-09-18', '2026-10-22'],
    ['spot-check-20wd', '2025-09-29', '2025-11-03'],
    ['listing-10wd', '2026-02-13', '2026-03-05'],
    ['feedback-5wd', '2026-09-30', '2026-10-13'],
    ['double-publicity-7wd', '2026-09-25', '2026-10-12'],
    ['withdrawal-3wd', '2026-04-30', '2026-05-08'],
    ['lead-disposal-prompt', '2026-09-24', '2026-09-29'],
    ['lead-handling', '2026-09-18', '2026-10-13'],
    ['case-transfer-prompt', '2026-12-28', '2026-12-31'],
    ['news-2-monthly', '2024-02-10', '2024-02-29'],
    ['spot-check-item-yearly', '2026-05-01', '2026-12-31'],
    ['spot-check-coverage-5', '2026-05-01', '2026-12-31'],
    ['item-acts-yearly', '2026-05-01', '2026-12-31'],
    ['work-plan-0331', '2024-01-10', '2024-03-31'],
    ['credit-evaluation-quarterly', '2026-07-01', '2026-09-30'],
    ['inspection-plan-filing', '2026-05-01', '2026-03-31'],
    ['spot-check-plan-2021', '2021-03-01', '2021-04-30'],
    ['spot-check-progress-2021', '2021-03-01', '2021-05-31'],
    ['spot-check-summary-2021', '2021-03-01', '2021-11-30'],
  ])('%s from %s is due on %s', (name, from, dueOn) => {
    const { document, closing } = explainDeadline({ name, spec: specOf(name) }, from, calendar);
    expect(document.dueOn).toBe(dueOn);
    // Only the dates of a rule's period of force are asked here.
    expect(closing.some(({ zh }) => zh.startsWith('注意：规则自'))).toBe(false);
  });

  it('say where they stand, and which of them were set locally', () => {
    for (const [, { basis }] of rules) expect([basis.document, basis.article, basis.issuer]).not.toContain('');
    const local = [...rules].filter(([, { setLocally }]) => setLocally).map(([name]) => name);
    expect(local.toSorted()).toEqual(['case-transfer-prompt', 'inspection-plan-filing', 'item-acts-yearly', 'lead-disposal-prompt', 'lead-handling']);
    const { opening } = explainDeadline({ name: 'x', spec: specOf('inspection-plan-filing') }, '2026-05-01', calendar);
    expect(opening.map(({ zh }) => zh).join('')).toContain('由本地自行设定');
  });

  it('keep ended rules and say that they no longer hold', () => {
    const { closing } = explainDeadline({ name: 'x', spec: specOf('spot-check-plan-2021') }, '2022-03-01', calendar);
    expect(closing.at(-1)?.zh).toContain('至 2021-12-31施行，对该日期不适用');
  });

  it('warn of a fixed date on the last working day before it', () => {
    const fixed = [...rules.values()].filter((spec) => isPeriodSpec(spec) && spec.dueOn !== undefined);
    expect(fixed.length).toBeGreaterThan(4);
    for (const { warnAt } of fixed) expect(warnAt).toContain(0);
  });
});
