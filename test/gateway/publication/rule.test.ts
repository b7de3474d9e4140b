import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connectorTypes } from '../../../connectors/registry.js';
import { dayNumber, dayText } from '../../../gateway/deadlines/civil-date.js';
import { createPublicationPlan, createRepairPlan, type PublicationClass } from '../../../gateway/publication/rule.js';
import { readWorkspaceFolder } from '../../../gateway/runtime/read-workspace.js';
import { compileCondition } from '../../../mappings/conditions.js';
import { assetPath } from '../../../schemas/assets.js';
import type { JsonObject } from '../../../schemas/json.js';

const workspace = readWorkspaceFolder(assetPath('examples/publication-rules'), { types: connectorTypes(), today: '2026-11-23' });
const specs = workspace.publicationRules('administrative-penalty', 'any-department').map(({ spec }) => spec);
const plan = createPublicationPlan(specs, compileCondition);

function penalty(decisionDate: string, more: JsonObject = {}): JsonObject {
  return { documentNumber: '示例罚〔2026〕1号', decisionDate, penaltyTypes: ['02'], procedure: '02', ...more };
}

describe('the publication rules of the examples', () => {
  it.each<[string, JsonObject, PublicationClass | null, boolean, string | null, string | null]>([
    ['a revoked licence', { penaltyTypes: ['02', '05'] }, 'severe', true, '2027-04-10', '2029-04-11'],
    ['a huge fine', { fineYuan: '1000000.00' }, 'severe', true, '2027-04-10', '2029-04-11'],
    ['just below a huge fine', { fineYuan: '999999.99' }, 'ordinary', true, '2026-07-10', '2027-04-11'],
    ['a summary decision', { procedure: '01', fineYuan: '200.00' }, 'minor', false, '2026-04-10', '2026-07-11'],
    ['a bare warning', { penaltyTypes: ['01'] }, 'minor', false, '2026-04-10', '2026-07-11'],
    ['a warning with confiscated property', { penaltyTypes: ['01', '09'] }, 'ordinary', true, '2026-07-10', '2027-04-11'],
    ['a small fine by ordinary procedure', { fineYuan: '4999.99' }, null, true, null, null],
  ])('%s', (_title, more, found, isPublic, leastUntil, endsOn) => {
    expect(plan?.windowOf(penalty('2026-04-10', more))).toEqual({ class: found, isPublic, startsOn: '2026-04-10', leastUntil, endsOn });
  });

  it('leave decisions before April 2026 to the older rule, and those before that to none', () => {
    expect(plan?.windowOf(penalty('2026-03-31'))).toMatchObject({ class: 'ordinary', leastUntil: '2026-06-30', endsOn: '2029-04-01' });
    expect(plan?.windowOf(penalty('2023-04-30'))).toBeUndefined();
  });

  it('follow the class that a person has chosen, and say nothing where the rule has not got it', () => {
    expect(plan?.windowOf(penalty('2026-04-10'), 'ordinary')).toMatchObject({ class: 'ordinary', endsOn: '2027-04-11' });
    expect(plan?.windowOf(penalty('2026-03-31'), 'severe')).toMatchObject({ class: null });
  });

  it('end what a granted repair names, and nothing by one that was denied or names no day', () => {
    const [repair] = createRepairPlan('credit-repair', specs, compileCondition);
    const record = { penaltyDocumentNumber: '示例罚〔2026〕1号', decision: '1', publicityStopDate: '2026-08-01' };
    expect(repair?.repairs).toBe('administrative-penalty');
    expect(repair?.granted(record)).toEqual({ document: '示例罚〔2026〕1号', stopsOn: '2026-08-01' });
    expect(repair?.granted({ ...record, decision: '2' })).toBeUndefined();
    expect(repair?.granted({ ...record, publicityStopDate: '2026-02-30' })).toBeUndefined();
  });

  it('never end a publication before its least time, whatever the day of the decision', () => {
    const first = dayNumber('2023-05-01') ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.constantFrom('02', '05', '09'), (days, type) => {
        const startsOn = dayText(first + days);
        const found = plan?.windowOf(penalty(startsOn, { penaltyTypes: [type], fineYuan: '5000.00' }));
        const { leastUntil, endsOn } = found ?? { leastUntil: null, endsOn: null };
        expect(leastUntil !== null && endsOn !== null && startsOn < leastUntil && leastUntil < endsOn).toBe(true);
      }),
    );
  });
});
