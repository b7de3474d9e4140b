import type { JsonObject, JsonValue } from '../../schemas/json.js';

type FieldTree = Map<string, FieldTree | 'all'>;

/**
 * Compiles an agreement's scope into a function that leaves out every field it does not name. `party` lets everything
 * below it through, `party.name` only that; `*` lets the whole record through.
 */
export function compileScope(fields: readonly string[]): (record: JsonObject) => JsonObject {
  if (fields.includes('*')) return (record) => record;
  const tree: FieldTree = new Map();
  for (const field of fields) addField(tree, field.split('.'));
  return (record) => project(record, tree);
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
