import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import exceljs from 'exceljs';

import { writeBulletinWorkbook } from '../../../gateway/cli/bulletin-workbook.js';
import type { Bulletin } from '../../../gateway/reading/bulletin.js';

const figures = {
  open: 1,
  overdue: 1,
  dueSoon: 0,
  provisional: 0,
  met: 3,
  metLate: 0,
  unexplained: 0,
  waived: 0,
  onTimeRate: 0.75,
  meanLeadHours: 20.5,
};

const bulletin: Bulletin = {
  at: '2026-10-08T16:00:00.000Z',
  from: '2026-09-01',
  to: '2026-09-30',
  report: {
    at: '2026-10-08T16:00:00.000Z',
    soonDays: 3,
    rows: [{ department: 'gannan-housing', dataset: 'administrative-penalty', target: null, rule: 'publicity-20wd', ...figures }],
    total: figures,
  },
  late: [
    {
      department: 'gannan-housing',
      dataset: 'administrative-penalty',
      target: null,
      rule: 'publicity-20wd',
      record: '019ab000-0000-7000-8000-000000000001',
      triggerDate: '2026-08-20',
      dueOn: '2026-09-17',
      metAt: null,
      daysLate: 21,
      reason: '=HYPERLINK("http://example.invalid")',
      adopted: false,
      days: { department: 40, quarantine: 5, gateway: 4, outage: 0, receiver: 0 },
    },
  ],
  isCut: false,
  adopted: 0,
  urgings: [{ department: 'gannan-housing', urged: 2, supervised: 1, unanswered: 1 }],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiantong-bulletin-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

it('writes a bulletin as a workbook of a sheet each for figures, lateness and urgings, numbers as numbers and no text as a formula', async () => {
  const file = join(folder, '通报.xlsx');
  await writeBulletinWorkbook(file, bulletin);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  const [summary, late, urged] = workbook.worksheets;
  expect(urged?.getRow(3).values).toEqual([undefined, 'gannan-housing', 2, 1, 1]);
  expect(summary?.getCell('A1').text).toContain('2026-09-01 — 2026-09-30');
  expect(summary?.getRow(3).values).toContain('gannan-housing');
  expect(summary?.getRow(4).values).toContain('合计 all');
  const cells = late?.getRow(3).values;
  expect(cells).toEqual(expect.arrayContaining(['2026-09-17', 21, 40, 5, 4, '=HYPERLINK("http://example.invalid")']));
  late?.getRow(3).eachCell((cell) => expect(cell.formula).toBeUndefined());
});
