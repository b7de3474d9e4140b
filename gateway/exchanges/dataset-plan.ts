import { valueAtPath } from '../../schemas/dataset-field.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import type { Validator } from '../../schemas/validator.js';
import { join, split } from '../sealing/split.js';
import type { DatasetPlan, RecordReference } from './plan.js';

/** A dataset's schema as the pipeline uses it. `id` is the dataset's number in this store. */
export function createDatasetPlan(schema: DatasetSchema, validator: Validator, id: number): DatasetPlan {
  const { name, references } = schema;
  return {
    id,
    name,
    schemaVersion: schema.version,
    key: (record) => schema.keyOf(record),
    eventDate: (record) => schema.eventDateOf(record),
    subject: (record) => schema.subjectOf(record),
    split: (record) => split(record, schema.personalPathsIn(record)),
    join,
    references(record): RecordReference[] {
      const found: RecordReference[] = [];
      for (const reference of references) {
        const value = valueAtPath(record, reference.path);
        if (typeof value === 'string' && value !== '') found.push({ dataset: reference.dataset, key: [value] });
      }
      return found;
    },
    validate: (record, today) => validator.validate(name, record, { today }),
  };
}
