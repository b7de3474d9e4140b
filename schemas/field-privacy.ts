import type { DatasetSchema } from './dataset-schema.js';
import { isReporterPath } from './rules/reporter.js';

/** What a mapping has to know of a dataset's fields, asked by dotted path, `*` for the items of a list. */
export interface FieldPrivacy {
  /** Personal in every record or in some: what may be personal is shown masked in problems. */
  personal(path: string): boolean;
  /** Tells who reported, or belongs to what does: no mapping fills or reads it. */
  reporter(path: string): boolean;
}

/** Of a dataset that is not known nothing is: its name is a mistake that is told elsewhere. */
export function fieldPrivacy(schema: DatasetSchema | undefined): FieldPrivacy {
  return {
    personal: (path) => {
      const field = schema?.fields.get(path);
      return field !== undefined && (field.fieldClass === 'personal' || field.personalWhen !== undefined);
    },
    reporter: (path) => schema !== undefined && isReporterPath(schema, path.split('.')),
  };
}
