import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import { dottedPathOf, type Field } from '../../schemas/dataset-field.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';
import { mask } from '../../schemas/masking.js';

export interface MaskedRecord {
  readonly content: JsonObject;
  /** Dotted paths of the values that are hidden, entries of lists by number: `officers.0.name`. */
  readonly masked: readonly string[];
}

/** A record with personal values hidden as their fields say; those of fields for which `isShown` holds stay. */
export function maskRecord(
  schema: DatasetSchema,
  record: JsonObject,
  isShown: (field: Field) => boolean = () => false,
): MaskedRecord {
  const masked: string[] = [];
  const hide = (value: JsonValue, pointer: string): JsonValue => {
    if (Array.isArray(value)) return value.map((item, at) => hide(item, `${pointer}/${String(at)}`));
    if (typeof value === 'object' && value !== null) return hideIn(value, pointer);
    const field = schema.fields.get(dottedPathOf(pointer));
    if (value === null || !isHidden(field)) return value;
    masked.push(pointer.slice(1).replaceAll('/', '.'));
    return mask(field?.mask ?? 'text', String(value));
  };
  // A name that the schema does not know is of an older one: it may be anybody's.
  const isHidden = (field: Field | undefined): boolean => field === undefined || (schema.isPersonal(field, record) && !isShown(field));
  const hideIn = (value: JsonObject, pointer: string): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hide(inner, `${pointer}/${name}`)]));
  return { content: hideIn(record, ''), masked };
}
