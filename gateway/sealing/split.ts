import { GatewayError } from '../../schemas/errors.js';
import type { JsonObject, JsonValue } from '../../schemas/json.js';

/** A record in two parts that together hold every value once. `personal` is null where nothing is personal. */
export interface SplitRecord {
  readonly open: JsonObject;
  readonly personal: JsonObject | null;
}

/** What is personal below one place of a record: all of it, or only what lies further in. */
type PersonalTree = Map<string, PersonalTree | 'whole'>;

const anyEntry = '*';

/**
 * Parts a record into what may stand in the open and what is sealed. A path is property names inwards, `*` for
 * each entry of a list: `['officers', '*', 'name']`. The record itself is not changed; the parts share with it
 * what was not touched. `join` gives it back.
 *
 * @example split({ party: { name: '某公司', idNumber: '1' } }, [['party', 'idNumber']])
 * // { open: { party: { name: '某公司' } }, personal: { party: { idNumber: '1' } } }
 */
export function split(record: JsonObject, personalPaths: readonly (readonly string[])[]): SplitRecord {
  const { open, personal = null } = splitObject(record, treeOf(personalPaths));
  return { open, personal };
}

/** Puts the parts together again. Throws SEALING_PARTS_MISMATCH where they are not parts of one record. */
export function join(open: JsonObject, personal: JsonObject | null): JsonObject {
  return personal === null ? open : joinObjects(open, personal);
}

function treeOf(paths: readonly (readonly string[])[]): PersonalTree {
  const root: PersonalTree = new Map();
  for (const path of paths) {
    let branch = root;
    for (const [depth, name] of path.entries()) {
      const known = branch.get(name);
      if (known === 'whole') break;
      if (depth === path.length - 1) {
        branch.set(name, 'whole');
      } else {
        const next: PersonalTree = known ?? new Map();
        branch.set(name, next);
        branch = next;
      }
    }
  }
  return root;
}

interface Parts<Value> {
  readonly open: Value;
  readonly personal?: Value;
}

function splitObject(value: JsonObject, tree: PersonalTree): Parts<JsonObject> {
  let open: JsonObject | undefined;
  let personal: JsonObject | undefined;
  for (const [name, branch] of tree) {
    const inner = Object.hasOwn(value, name) ? value[name] : undefined;
    if (inner === undefined) continue;
    const parts = branch === 'whole' ? { personal: inner } : splitValue(inner, branch);
    if (parts.personal === undefined) continue;
    open ??= { ...value };
    personal ??= {};
    personal[name] = parts.personal;
    if ('open' in parts) open[name] = parts.open;
    else delete open[name];
  }
  return { open: open ?? value, personal };
}

function splitValue(value: JsonValue, tree: PersonalTree): Parts<JsonValue> {
  if (Array.isArray(value)) return splitList(value, tree);
  return isObject(value) ? splitObject(value, tree) : { open: value };
}

/** The personal part of a list has an entry for each entry: null where the open one is all there is. */
function splitList(list: JsonValue[], tree: PersonalTree): Parts<JsonValue> {
  const branch = tree.get(anyEntry);
  if (branch === undefined) return { open: list };
  const parts = list.map((entry) =>
    branch === 'whole' ? { open: null, personal: entry } : splitValue(entry, branch),
  );
  if (parts.every(({ personal }) => personal === undefined)) return { open: list };
  return { open: parts.map(({ open }) => open), personal: parts.map(({ personal }) => personal ?? null) };
}

function joinObjects(open: JsonObject, personal: JsonObject): JsonObject {
  const whole = { ...open, ...personal };
  for (const [name, value] of Object.entries(personal)) {
    if (Object.hasOwn(open, name)) whole[name] = joinValues(open[name] ?? null, value);
  }
  return whole;
}

function joinValues(open: JsonValue, personal: JsonValue): JsonValue {
  if (isObject(open) && isObject(personal)) return joinObjects(open, personal);
  if (Array.isArray(open) && Array.isArray(personal) && open.length === personal.length) {
    return open.map((entry, index) => joinEntries(entry, personal[index] ?? null));
  }
  throw new GatewayError('SEALING_PARTS_MISMATCH');
}

function joinEntries(open: JsonValue, personal: JsonValue): JsonValue {
  if (personal === null) return open;
  return open === null ? personal : joinValues(open, personal);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
