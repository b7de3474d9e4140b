import type { JsonObject, JsonValue } from '../schemas/json.js';

/**
 * The objects that a list of target paths makes. Records of one mapping get their keys in one fixed order and
 * from ready-made objects, so that they have few hidden classes and never fall back to slow dictionaries:
 * everything that later reads them is faster for it.
 */
export class TargetShape {
  readonly #slots: readonly Slot[];
  /** Ready-made objects by which of the names are present. */
  readonly #skeletons = new Map<number, Skeleton>();

  /** `targets` in the order in which their values will come. */
  constructor(targets: readonly (readonly string[])[]) {
    this.#slots = slotsOf(targets.map((names, index) => ({ names, index })));
  }

  /** The object of these values, one for each target, undefined for those without; undefined when none has one. */
  assemble(values: readonly (JsonValue | undefined)[]): JsonObject | undefined {
    return this.#make(this.#slots, values, this.#skeletons);
  }

  #make(
    slots: readonly Slot[],
    values: readonly (JsonValue | undefined)[],
    skeletons: Map<number, Skeleton>,
  ): JsonObject | undefined {
    const found: (JsonValue | undefined)[] = [];
    let mask = 0;
    let bit = 1;
    for (const { index, below, skeletonsBelow } of slots) {
      const value = below === undefined ? values[index] : this.#make(below, values, skeletonsBelow);
      if (value !== undefined) mask += bit;
      found.push(value);
      bit *= 2;
    }
    if (mask === 0) return undefined;
    const object: Skeleton = { ...skeletonFor(mask, slots, found, skeletons) };
    for (let at = 0; at < slots.length; at++) {
      const value = found[at];
      const slot = slots[at];
      if (value !== undefined && slot !== undefined) object[slot.name] = value;
    }
    return object as JsonObject;
  }
}

/** One name of an object: a value of its own, or an object of the names below it. */
interface Slot {
  readonly name: string;
  /** Of its value; without meaning where there are names below. */
  readonly index: number;
  readonly below?: readonly Slot[];
  readonly skeletonsBelow: Map<number, Skeleton>;
}

function slotsOf(targets: readonly { readonly names: readonly string[]; readonly index: number }[]): Slot[] {
  const byName = new Map<string, { names: readonly string[]; index: number }[]>();
  for (const { names, index } of targets) {
    const [name = '', ...rest] = names;
    const same = byName.get(name) ?? [];
    byName.set(name, same);
    same.push({ names: rest, index });
  }
  return [...byName].map(([name, same]) => {
    const isValue = same.some(({ names }) => names.length === 0);
    const index = same[0]?.index ?? 0;
    return { name, index, below: isValue ? undefined : slotsOf(same), skeletonsBelow: new Map<number, Skeleton>() };
  });
}

function skeletonFor(
  mask: number,
  slots: readonly Slot[],
  found: readonly (JsonValue | undefined)[],
  skeletons: Map<number, Skeleton>,
): Skeleton {
  // Beyond 52 names a mask is not exact any more: those objects are made key by key.
  if (slots.length > maskBitsMax) return {};
  const known = skeletons.get(mask);
  if (known !== undefined) return known;
  const made = skeletonOf(slots.filter((_, at) => found[at] !== undefined).map(({ name }) => name));
  if (skeletons.size < skeletonsMax) skeletons.set(mask, made);
  return made;
}

/** An object under construction: keys that have no value yet hold undefined. */
type Skeleton = Record<string, JsonValue | undefined>;

const maskBitsMax = 52;
const skeletonsMax = 256;

/** Made by the JSON parser, because it gives objects of many keys a hidden class at once. */
function skeletonOf(names: readonly string[]): Skeleton {
  const skeleton = JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Skeleton;
  for (const name of names) skeleton[name] = undefined;
  return skeleton;
}
