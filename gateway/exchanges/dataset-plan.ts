import { valueAtPath } from '../../schemas/dataset-field.js';
import type { DatasetReference, DatasetSchema } from '../../schemas/dataset-schema.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Validator } from '../../schemas/validator.js';
import { join, split } from '../sealing/split.js';
import type { DatasetPlan, RecordReference } from './plan.js';

/** What a dataset has to know of what lies around it. */
export interface DatasetSurroundings {
  /** The dataset's number in this store. */
  readonly id: number;
  readonly validator: Validator;
  /** Number of the department with this credit code or name. */
  readonly departmentOf: (text: string) => number | undefined;
}

/** A named department that is not known here: no record is its. */
const unknownDepartment = 0;

/** A dataset's schema as the pipeline uses it. */
export function createDatasetPlan(schema: DatasetSchema, { id, validator, departmentOf }: DatasetSurroundings): DatasetPlan {
  const { name, references } = schema;
  const nationWide = new Set(
    validator.datasets.filter((dataset) => validator.dataset(dataset).keyScope === 'nation'),
  );
  const ownerOf = ({ dataset, departmentPath }: DatasetReference, record: JsonObject): RecordReference['department'] => {
    const named = departmentPath && valueAtPath(record, departmentPath);
    if (typeof named === 'string' && named !== '') return departmentOf(named) ?? unknownDepartment;
    return nationWide.has(dataset) ? 'any' : 'own';
  };
  return {
    id,
    name,
    schemaVersion: schema.version,
    key: (record) => schema.keyOf(record),
    eventDate: (record) => schema.eventDateOf(record),
    documentNumber: (record) => {
      const value = schema.fields.has('documentNumber') ? record.documentNumber : undefined;
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
    subject: (record) => schema.subjectOf(record),
    split: (record) => split(record, schema.personalPathsIn(record)),
    join,
    references(record): RecordReference[] {
      const found: RecordReference[] = [];
      for (const reference of references) {
        const value = valueAtPath(record, reference.path);
        if (typeof value !== 'string' || value === '') continue;
        found.push({ dataset: reference.dataset, key: [value], department: ownerOf(reference, record) });
      }
      return found;
    },
    validate: (record, today) => validator.validate(name, record, { today }),
    warnings: (record) => validator.warnings(name, record),
  };
}
