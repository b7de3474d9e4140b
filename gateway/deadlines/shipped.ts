import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { assetPath } from '../../schemas/assets.js';
import { GatewayError } from '../../schemas/errors.js';
import type { CalendarLayer } from './calendar-layer.js';
import type { DeadlineRuleSpec } from './rule.js';

/**
 * The rules that come with the program, by name. A workspace overrides them by name; callers that have a
 * workspace take its rules instead. Throws DEADLINE_SHIPPED_FILE_DAMAGED.
 */
export function readShippedRules(): ReadonlyMap<string, DeadlineRuleSpec> {
  return readSpecs<DeadlineRuleSpec>('gateway/deadlines/rules', 'DeadlineRule', 'deadline-rule');
}

/** The national calendar that comes with the program, by name. Throws DEADLINE_SHIPPED_FILE_DAMAGED. */
export function readShippedCalendars(): ReadonlyMap<string, CalendarLayer> {
  return readSpecs<CalendarLayer>('gateway/deadlines/calendar', 'Calendar', 'calendar');
}

function readSpecs<Spec>(folder: string, kind: string, schemaName: string): ReadonlyMap<string, Spec> {
  const ajv = new Ajv2020({ strict: true, useDefaults: true });
  ajv.addVocabulary(['x-unit']);
  const schema: object = JSON.parse(
    readFileSync(assetPath(`schemas/manifests/${schemaName}.schema.json`), 'utf8'),
  );
  const isSpec = ajv.compile<Spec>(schema);
  const specs = new Map<string, Spec>();
  for (const file of readdirSync(assetPath(folder))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()) {
    const manifest: unknown = parse(readFileSync(join(assetPath(folder), file), 'utf8'));
    const { name, spec } = partsOf(manifest, kind);
    if (name === undefined || !isSpec(spec)) {
      const [mistake] = isSpec.errors ?? [];
      throw new GatewayError('DEADLINE_SHIPPED_FILE_DAMAGED', {
        file: `${folder}/${file}`,
        path: mistake?.instancePath,
        expected: mistake?.message,
      });
    }
    specs.set(name, spec);
  }
  return specs;
}

function partsOf(manifest: unknown, kind: string): { name: string | undefined; spec: unknown } {
  if (!isObject(manifest) || manifest['kind'] !== kind || !isObject(manifest['metadata'])) {
    return { name: undefined, spec: undefined };
  }
  const name = manifest['metadata']['name'];
  return { name: typeof name === 'string' ? name : undefined, spec: manifest['spec'] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
