import type { JsonObject, JsonValue } from '../../schemas/json.js';
import type { DatasetSchema } from '../../schemas/dataset-schema.js';
import type { AgreementSpec } from '../workspace/resources.js';
import { mask, type MaskKind } from '../../schemas/masking.js';

/** A field that is sent with its personal part hidden. */
export interface FieldMask {
  readonly path: readonly string[];
  readonly kind: MaskKind;
  /** Whether it is personal in this record, as the name of a party that is a natural person is. */
  readonly applies: (record: JsonObject) => boolean;
}

type FieldTree = Map<string, FieldTree | 'all'>;

/** The fields that an agreement wants masked, by the dataset's schema. A field that is personal in no record is masked in all. */
export function masksOf({ masked = [] }: Pick<AgreementSpec, 'masked'>, dataset: Pick<DatasetSchema, 'fields' | 'isPersonal'>): FieldMask[] {
  return [...dataset.fields.values()].flatMap((field) => {
    const path = field.path.filter((part) => part !== '*');
    if (!masked.includes(path.join('.'))) return [];
    const isEverPersonal = field.fieldClass === 'personal' || field.personalWhen !== undefined;
    return [{ path, kind: field.mask, applies: (record: JsonObject) => !isEverPersonal || dataset.isPersonal(field, record) }];
  });
}

/**
 * Compiles an agreement's scope into a function that leaves out every field it does not name. `party` lets everything
 * below it through, `party.name` only that; `*` lets the whole record through.
 */
export function compileScope(fields: readonly string[], masks: readonly FieldMask[] = []): (record: JsonObject) => JsonObject {
  const hide = compileMasks(masks);
  if (fields.includes('*')) return (record) => hide(record, record);
  const tree: FieldTree = new Map();
  for (const field of fields) addField(tree, field.split('.'));
  return (record) => hide(project(record, tree), record);
}

/** Hides the named fields in the records in which they are personal; of a list every entry's. */
function compileMasks(masks: readonly FieldMask[]): (shown: JsonObject, record: JsonObject) => JsonObject {
  return (shown, record) =>
    masks.reduce((hidden, { path, kind, applies }) => (applies(record) ? (maskAt(hidden, path, kind) as JsonObject) : hidden), shown);
}

function maskAt(value: JsonValue, [name, ...rest]: readonly string[], kind: MaskKind): JsonValue {
  if (Array.isArray(value)) return value.map((item) => maskAt(item, name === undefined ? [] : [name, ...rest], kind));
  if (name === undefined) return typeof value === 'string' ? mask(kind, value) : value;
  if (typeof value !== 'object' || value === null || value[name] === undefined) return value;
  return { ...value, [name]: maskAt(value[name], rest, kind) };
}

function addField(tree: FieldTree, [name = '', ...rest]: readonly string[]): void {
  const known = tree.get(name);
  if (known === 'all') return;
  if (rest.length === 0) {
    tree.set(name, 'all');
    return;
  }
  const below: FieldTree = known ?? new Map();
  tree.set(name, below);
  addField(below, rest);
}

function project(object: JsonObject, tree: FieldTree): JsonObject {
  const projected: JsonObject = {};
  for (const [name, below] of tree) {
    const value = object[name];
    if (value === undefined) continue;
    projected[name] = below === 'all' ? value : projectValue(value, below);
  }
  return projected;
}

function projectValue(value: JsonValue, tree: FieldTree): JsonValue {
  if (Array.isArray(value)) return value.map((item) => projectValue(item, tree));
  return typeof value === 'object' && value !== null ? project(value, tree) : value;
}
