import { valueAtPath, type Field } from '../dataset-field.js';
import type { DatasetSchema } from '../dataset-schema.js';
import type { Rule } from './rule.js';

/**
 * The rules that no field of the class `reporter` is filled, one for each such field of the dataset that stands
 * in no other. The schema names these fields so that everything that meets one knows to refuse it.
 * @law 云政办发〔2023〕20号 吹哨人、内部举报人保护
 */
export function reporterRules(schema: DatasetSchema): readonly Rule<object>[] {
  return outermostReporterFields(schema).map(({ path }) => {
    if (path.includes('*')) throw new Error(`Dataset ${schema.name} has a reporter field within a list`);
    const finding = { code: 'RECORD_REPORTER_FIELD_FILLED', path: `/${path.join('/')}` } as const;
    return {
      name: 'reporter-stays-with-receiving-body',
      // It holds whatever else is wrong with the field.
      reads: [],
      check: (record) => (valueAtPath(record, path) === undefined ? undefined : finding),
    };
  });
}

/** Whether a field, or one that it belongs to, is of the class `reporter`. */
export function isReporterPath(schema: DatasetSchema, path: readonly string[]): boolean {
  return path.some((_, index) => schema.classes.get(path.slice(0, index + 1).join('.')) === 'reporter');
}

function outermostReporterFields(schema: DatasetSchema): Field[] {
  return [...schema.fields.values()].filter(
    ({ fieldClass, path }) => fieldClass === 'reporter' && !isReporterPath(schema, path.slice(0, -1)),
  );
}
