import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../gateway/deadlines/calendar.js';
import { createPlanner, type Planner } from '../../../gateway/deadlines/plan.js';
import type { DeadlineRule, RecordRuleSpec } from '../../../gateway/deadlines/rule.js';
import { readShippedCalendars, readShippedRules } from '../../../gateway/deadlines/shipped.js';
import { GatewayError } from '../../../schemas/errors.js';
import type { JsonObject } from '../../../schemas/json.js';

const calendar = createCalendar([...readShippedCalendars().values()]);
const shippedRules = [...readShippedRules()].map(([name, spec], index) => ({
  name,
  version: index + 1,
  spec,
}));

const creditChina = { system: 'credit-china', connector: 'data-office/credit-china' };
const gsxt = { system: 'gsxt-gansu', connector: 'data-office/gsxt-gansu' };
const internetPlus = { system: 'gansu-internet-plus', connector: 'data-office/gansu-internet-plus' };
const targets = [creditChina, gsxt, internetPlus];

function planner(rules: readonly DeadlineRule[] = shippedRules): Planner {
  return createPlanner({
    rules,
    calendarOf: () => calendar,
    divisionOf: () => '623000',
    departmentNamed: () => undefined,
    compileCondition: (condition) => (record) =>
      Object.entries(condition).every(([name, value]) => record[name] === value),
  });
}

function rule(changes: Partial<RecordRuleSpec>, name = 'test-rule', version = 1): DeadlineRule {
  return {
    name,
    version,
    spec: {
      title: { zh: '测试规则', en: 'test rule' },
      basis: { document: '测试文件', article: '第一条', issuer: '测试机关' },
      setLocally: false,
      effectiveFrom: '2020-01-01',
      appliesTo: { datasets: ['inspection'] },
      trigger: { field: 'result.date' },
      duration: { workingDays: 5 },
      rollForward: true,
      metBy: 'accepted',
      warnAt: [1],
      ...changes,
    },
  };
}

const penalty = { dataset: 'administrative-penalty', department: 'gannan-housing', targets };
const inspection = {
  dataset: 'inspection',
  department: 'gannan-housing',
  targets,
  operation: 'upsert' as const,
};

describe('planner', () => {
  it('owes a penalty to each system that a rule names, with the date it is due there', () => {
    const plan = planner().plan({ ...penalty, operation: 'upsert', record: { decisionDate: '2026-09-18' } });
    expect(plan.unplanned).toEqual([]);
    expect(plan.obligations).toEqual([
      {
        rule: 'double-publicity-7wd',
        ruleVersion: 1,
        operation: 'upsert',
        metBy: 'accepted',
        owedBy: 'gannan-housing',
        startsOnReceipt: false,
        target: creditChina,
        triggerDate: '2026-09-18',
        triggeredBy: 'event',
        dueOn: '2026-09-29',
        dueAt: '2026-09-29T16:00:00.000Z',
        provisional: false,
      },
      {
        rule: 'publicity-20wd',
        ruleVersion: 2,
        operation: 'upsert',
        metBy: 'accepted',
        owedBy: 'gannan-housing',
        startsOnReceipt: false,
        target: gsxt,
        triggerDate: '2026-09-18',
        triggeredBy: 'event',
        dueOn: '2026-10-22',
        dueAt: '2026-10-22T16:00:00.000Z',
        provisional: false,
      },
    ]);
  });

  it('owes a withdrawal to every publicity system within three working days of it', () => {
    const { obligations } = planner().plan({ ...penalty, operation: 'withdraw', eventDate: '2026-09-30' });
    expect(obligations.map(({ rule: name, target, dueOn }) => [name, target?.system, dueOn])).toEqual([
      ['withdrawal-3wd', 'credit-china', '2026-10-10'],
      ['withdrawal-3wd', 'gsxt-gansu', '2026-10-10'],
    ]);
  });

  it('plans the same from the event date alone as from the record', () => {
    const fromRecord = planner().plan({
      ...penalty,
      operation: 'upsert',
      record: { decisionDate: '2026-03-02' },
    });
    expect(planner().plan({ ...penalty, operation: 'upsert', eventDate: '2026-03-02' })).toEqual(fromRecord);
  });

  it('asks nothing of a dataset, a system or an operation that no rule speaks of', () => {
    const none = { obligations: [], unplanned: [] };
    expect(planner().plan({ ...inspection, eventDate: '2026-03-02' })).toEqual(none);
    expect(planner().plan({ ...penalty, targets: [internetPlus], operation: 'upsert', record: {} })).toEqual(
      none,
    );
    expect(planner().plan({ ...inspection, operation: 'withdraw', eventDate: '2026-03-02' })).toEqual(none);
  });

  it('owes a rule without a receiver once, to no target', () => {
    const { obligations } = planner([rule({})]).plan({
      ...inspection,
      record: { result: { date: '2026-03-02' } },
    });
    expect(obligations).toMatchObject([{ target: null, dueOn: '2026-03-09' }]);
  });

  it('asks a rule’s condition of the record', () => {
    const planning = planner([rule({ appliesTo: { datasets: ['inspection'], when: { form: '01' } } })]);
    const plan = (form: string): number =>
      planning.plan({ ...inspection, record: { form, result: { date: '2026-03-02' } } }).obligations.length;
    expect([plan('01'), plan('02')]).toEqual([1, 0]);
  });

  it('takes a condition as fulfilled while there is no record to ask', () => {
    const planning = planner([rule({ appliesTo: { datasets: ['inspection'], when: { form: '01' } } })]);
    expect(planning.plan({ ...inspection, eventDate: '2026-03-02' }).obligations).toHaveLength(1);
  });

  it('chooses the rule’s version by the trigger date', () => {
    const planning = planner([
      rule({ effectiveTo: '2026-03-31', duration: { workingDays: 20 } }, 'changed-rule', 1),
      rule({ effectiveFrom: '2026-04-01', duration: { workingDays: 7 } }, 'changed-rule', 2),
    ]);
    const version = (date: string): (number | string)[] =>
      planning
        .plan({ ...inspection, eventDate: date })
        .obligations.flatMap((one) => [one.ruleVersion, one.dueOn]);
    expect(version('2026-03-31')).toEqual([1, '2026-04-29']);
    expect(version('2026-04-01')).toEqual([2, '2026-04-13']);
    expect(version('2019-12-31')).toEqual([]);
  });

  it('works each department by its own calendar', () => {
    const local = createCalendar([
      ...readShippedCalendars().values(),
      {
        title: { zh: '州庆', en: 'Prefecture day' },
        level: 'prefecture',
        divisionCode: '623000',
        notices: [{ number: '测〔2026〕1号', issuer: '测试机关' }],
        fixedDays: [{ zh: '州庆', en: 'Prefecture day', monthDay: '03-03' }],
      },
    ]);
    const planning = createPlanner({
      rules: [rule({})],
      calendarOf: (department) => (department === 'gannan-housing' ? local : calendar),
      divisionOf: () => '623000',
      departmentNamed: () => undefined,
      compileCondition: () => () => true,
    });
    const dueOn = (department: string): string | undefined =>
      planning.plan({ ...inspection, department, eventDate: '2026-03-02' }).obligations[0]?.dueOn;
    expect([dueOn('gannan-housing'), dueOn('lanzhou-housing')]).toEqual(['2026-03-10', '2026-03-09']);
  });
});

describe('planner of a rule that holds for some only', () => {
  function owes(divisionCode: string, appliesTo: Partial<RecordRuleSpec['appliesTo']>, department = 'gannan-housing'): boolean {
    const planning = createPlanner({
      rules: [rule({ appliesTo: { datasets: ['inspection'], ...appliesTo } })],
      calendarOf: () => calendar,
      divisionOf: () => divisionCode,
      departmentNamed: () => undefined,
      compileCondition: () => () => true,
    });
    return planning.plan({ ...inspection, department, eventDate: '2026-03-02' }).obligations.length > 0;
  }

  it.each([
    ['623000', ['620000'], true],
    ['623026', ['623000'], true],
    ['623026', ['623026'], true],
    ['623026', ['623027'], false],
    ['370100', ['620000'], false],
    ['370100', ['620000', '370000'], true],
    ['623000', undefined, true],
  ])('owes a department of %s under a rule for %j: %s', (divisionCode, divisions, expected) => {
    expect(owes(divisionCode, { divisions })).toBe(expected);
  });

  it('owes nothing of departments that the rule does not name', () => {
    expect(owes('623000', { departments: ['gannan-housing'] })).toBe(true);
    expect(owes('623000', { departments: ['gannan-market'] })).toBe(false);
  });
});

describe('planner without a usable date', () => {
  const undated: readonly [string, JsonObject | undefined, string, string | undefined][] = [
    ['a missing field', {}, 'DEADLINE_TRIGGER_DATE_MISSING', undefined],
    ['a null', { result: { date: null } }, 'DEADLINE_TRIGGER_DATE_MISSING', undefined],
    ['an empty text', { result: { date: '' } }, 'DEADLINE_TRIGGER_DATE_MISSING', undefined],
    [
      'an inherited name',
      Object.create({ result: { date: '2026-03-02' } }),
      'DEADLINE_TRIGGER_DATE_MISSING',
      undefined,
    ],
    ['a list on the way', { result: ['2026-03-02'] }, 'DEADLINE_TRIGGER_DATE_MISSING', undefined],
    ['no record and no date', undefined, 'DEADLINE_TRIGGER_DATE_MISSING', undefined],
    [
      'a day that does not exist',
      { result: { date: '2026-02-30' } },
      'DEADLINE_TRIGGER_DATE_WRONG',
      '2026-02-30',
    ],
    [
      'another form of date',
      { result: { date: '2026年3月2日' } },
      'DEADLINE_TRIGGER_DATE_WRONG',
      '2026年3月2日',
    ],
    ['a number', { result: { date: 46_083 } }, 'DEADLINE_TRIGGER_DATE_WRONG', undefined],
    [
      'a day out of the calendar',
      { result: { date: '9999-12-31' } },
      'DEADLINE_TRIGGER_DATE_WRONG',
      '9999-12-31',
    ],
  ];

  it.each(undated)('says so of %s and plans nothing', (_name, record, code, value) => {
    const { obligations, unplanned } = planner([rule({})]).plan({ ...inspection, record });
    expect(obligations).toEqual([]);
    expect(unplanned).toMatchObject([
      { rule: 'test-rule', ruleVersion: 1, problem: { code, path: '/result/date' } },
    ]);
    expect(unplanned[0]?.problem.value).toBe(value);
    expect(unplanned[0]?.problem.fixZh).not.toBe('');
  });

  it.each(undated)('starts at the first sight of %s where that is given', (_name, record) => {
    const { obligations, unplanned } = planner([rule({})]).plan({
      ...inspection,
      record,
      firstSeenOn: '2026-03-02',
    });
    expect(unplanned).toEqual([]);
    expect(obligations).toMatchObject([
      { triggerDate: '2026-03-02', triggeredBy: 'firstSeen', dueOn: '2026-03-09' },
    ]);
  });

  it('shows no more of a wrong value than eighty characters', () => {
    const { unplanned } = planner([rule({})]).plan({
      ...inspection,
      record: { result: { date: '9'.repeat(5_000) } },
    });
    expect(unplanned[0]?.problem.value).toHaveLength(80);
  });
});

describe('rules given to a planner', () => {
  function refusal(rules: readonly DeadlineRule[]): string | undefined {
    try {
      planner(rules);
      return undefined;
    } catch (error) {
      return error instanceof GatewayError ? error.code : String(error);
    }
  }

  it('are refused when their period of force is reversed or no real date', () => {
    expect(refusal([rule({ effectiveTo: '2019-12-31' })])).toBe('DEADLINE_RULE_PERIOD_REVERSED');
    expect(refusal([rule({ effectiveFrom: '2026-02-30' })])).toBe('DEADLINE_RULE_PERIOD_REVERSED');
  });

  it('are refused when two versions of one rule are in force on the same day', () => {
    const older = rule({ effectiveTo: '2026-04-01' });
    const newer = rule({ effectiveFrom: '2026-04-01' }, 'test-rule', 2);
    expect(refusal([newer, older])).toBe('DEADLINE_RULE_PERIODS_OVERLAP');
    expect(refusal([rule({}), newer])).toBe('DEADLINE_RULE_PERIODS_OVERLAP');
    expect(refusal([rule({ effectiveTo: '2026-03-31' }), newer])).toBeUndefined();
  });
});
