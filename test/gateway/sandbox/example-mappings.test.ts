import { dirname } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { createGenerator, type Stream } from '../../../gateway/sandbox/generator/generator.js';
import { judgeCreditChina } from '../../../gateway/sandbox/receivers/credit-china-rules.js';
import { judgeGsxt } from '../../../gateway/sandbox/receivers/gsxt-rules.js';
import { judgeInternetPlus } from '../../../gateway/sandbox/receivers/internet-plus-rules.js';
import { compileMapping, type Mapping } from '../../../mappings/compile.js';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import type { JsonObject } from '../../../schemas/json.js';
import { mappingsIn } from '../../mappings/shipped-mappings.js';
import { createValidator } from '../../../schemas/validator.js';

const today = '2026-11-23';
const codeTables = loadCodeTables();
const validator = createValidator();
const generator = createGenerator({ records: 4000, seed: 7, today });
const context = { today, knowsInspection: () => true };

function mappingOf(file: string, name: string): Mapping {
  const manifest = mappingsIn(dirname(file)).find(({ metadata }) => metadata.name === name);
  if (manifest === undefined) throw new Error(`${name} is not in ${file}`);
  const { mapping, problems } = compileMapping(manifest.spec, { name, codeTables });
  if (mapping === undefined) throw new Error(JSON.stringify(problems));
  return mapping;
}

const penaltyTargets = {
  'credit-china': mappingOf('mappings/credit-china/penalty.yaml', 'credit-china-penalty'),
  gsxt: mappingOf('mappings/gsxt/penalty.yaml', 'gsxt-penalty'),
};
const judgements: Record<string, (row: JsonObject) => readonly { code: string; text: string }[]> = {
  'inspection/internet-plus': (row) => judgeInternetPlus('inspections', row, context),
  'penalty/internet-plus': (row) => judgeInternetPlus('penalties', row, context),
  'licence/internet-plus': (row) => judgeInternetPlus('licences', row, context),
  'penalty/credit-china': (row) => judgeCreditChina('penalties', row, context),
  'licence/credit-china': (row) => judgeCreditChina('licences', row, context),
  'penalty/gsxt': (row) => judgeGsxt('t_penalty', row, context),
  'licence/gsxt': (row) => judgeGsxt('t_licence', row, context),
};

interface Way {
  readonly stream: Stream<object>;
  readonly dataset: string;
  readonly kind: 'inspection' | 'penalty' | 'licence';
  readonly source: Mapping;
  readonly targets: Readonly<Record<string, Mapping>>;
}

const ways: readonly Way[] = [
  {
    stream: generator.housingInspections,
    dataset: 'inspection',
    kind: 'inspection',
    source: mappingOf('examples/gannan/mappings/housing-inspection.yaml', 'housing-inspection'),
    targets: {
      'internet-plus': mappingOf('mappings/internet-plus/inspection.yaml', 'internet-plus-inspection'),
    },
  },
  {
    stream: generator.transportInspections,
    dataset: 'inspection',
    kind: 'inspection',
    source: mappingOf('examples/gannan/mappings/transport-inspection.yaml', 'transport-inspection'),
    targets: {
      'internet-plus': mappingOf('mappings/internet-plus/inspection.yaml', 'internet-plus-inspection'),
    },
  },
  {
    stream: generator.housingPenalties,
    dataset: 'administrative-penalty',
    kind: 'penalty',
    source: mappingOf('examples/gannan/mappings/housing-penalty.yaml', 'housing-penalty'),
    targets: {
      'internet-plus': mappingOf('mappings/internet-plus/penalty.yaml', 'internet-plus-penalty'),
      ...penaltyTargets,
    },
  },
  {
    stream: generator.marketPenalties,
    dataset: 'administrative-penalty',
    kind: 'penalty',
    source: mappingOf('mappings/double-publicity-2018/penalty.yaml', 'double-publicity-2018-penalty'),
    targets: penaltyTargets,
  },
  {
    stream: generator.ecologyPenalties,
    dataset: 'administrative-penalty',
    kind: 'penalty',
    source: mappingOf('examples/gannan/mappings/ecology-penalty.yaml', 'ecology-penalty'),
    targets: penaltyTargets,
  },
  {
    stream: generator.marketLicences,
    dataset: 'administrative-licence',
    kind: 'licence',
    source: mappingOf('examples/gannan/mappings/market-licence.yaml', 'market-licence'),
    targets: {
      'internet-plus': mappingOf('mappings/internet-plus/licence.yaml', 'internet-plus-licence'),
      'credit-china': mappingOf('mappings/credit-china/licence.yaml', 'credit-china-licence'),
      gsxt: mappingOf('mappings/gsxt/licence.yaml', 'gsxt-licence'),
    },
  },
];

/** As a connector gives it: dates as text, numbers as text, empty cells as null. */
function asSourceRow(row: object): JsonObject {
  const cells = Object.entries(row).map(([name, value]: [string, unknown]) => {
    if (value instanceof Date) return [name, value.toISOString().slice(0, 10)];
    if (typeof value === 'number') return [name, String(value)];
    return [name, value === '' ? null : value];
  });
  return Object.fromEntries(cells) as JsonObject;
}

describe('what the generator calls good and bad', () => {
  it.each(ways.map((way) => [way.stream.name, way] as const))(
    'is what the example mappings and schemas find: %s',
    (_name, way) => {
      const surprises: unknown[] = [];
      for (let index = 0; index < way.stream.count; index += 1) {
        const row = asSourceRow(way.stream.row(index));
        const mapped = way.source.run(row);
        const problems = mapped.ok
          ? validator.validate(way.dataset, mapped.record, { today })
          : mapped.problems;
        const { reason } = way.stream.verdict(index);
        if (problems.length > 0 !== (reason !== null)) surprises.push({ reason, row, problems });
      }
      expect(surprises).toEqual([]);
    },
  );

  it.each(ways.map((way) => [way.stream.name, way] as const))(
    'decides what every receiver takes: %s',
    (_name, way) => {
      const refusals: unknown[] = [];
      for (let index = 0; index < way.stream.count; index += 1) {
        const { reason, isDangling } = way.stream.verdict(index);
        const mapped = way.source.run(asSourceRow(way.stream.row(index)));
        if (reason !== null || !mapped.ok) continue;
        for (const [system, target] of Object.entries(way.targets)) {
          if (system === 'gsxt' && way.stream.isNaturalPerson(index)) continue;
          const sent = target.run(mapped.record);
          const complaints = sent.ok ? judgements[`${way.kind}/${system}`]?.(sent.record) : sent.problems;
          const expected =
            system === 'internet-plus' && way.kind === 'inspection' && isDangling ? ['1009'] : [];
          const codes = complaints?.map((complaint) => complaint.code) ?? ['no judgement'];
          if (codes.join() !== expected.join())
            refusals.push({ system, complaints, row: sent.ok ? sent.record : sent.partial });
        }
      }
      expect(refusals).toEqual([]);
    },
  );
});
