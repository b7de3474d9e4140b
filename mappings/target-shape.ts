import type { JsonObject, JsonValue } from '../schemas/json.js';

/**
 * The objects that a list of target paths makes. Records of one mapping get their keys in one fixed order and
 * from ready-made objects, so that they have few hidden classes and never fall back to slow dictionaries:
 * everything that later reads them is faster for it.
 */
export class TargetShape {
  private readonly names: string[] = [];
  private readonly children = new Map<string, TargetShape>();
  private skeleton: Skeleton = {};
  /** Ready-made objects by which of the names are present. */
  private readonly skeletons = new Map<number, Skeleton>();

  constructor(targets: readonly (readonly string[])[]) {
    for (const [name] of targets) if (name !== undefined && !this.names.includes(name)) this.names.push(name);
    for (const name of this.names) {
      const below = targets.filter((target) => target[0] === name && target.length > 1).map((target) => target.slice(1));
      if (below.length > 0) this.children.set(name, new TargetShape(below));
    }
    this.skeleton = skeletonOf(this.names);
  }

  /** An object with every key in its place and no value yet. */
  blank(): JsonObject {
    const object: Skeleton = { ...this.skeleton };
    for (const [name, child] of this.children) object[name] = child.blank();
    return object as JsonObject;
  }

  /** The object without the keys that got no value; undefined when none got one. */
  settle(object: JsonObject): JsonObject | undefined {
    for (const [name, child] of this.children) (object as Skeleton)[name] = child.settle(object[name] as JsonObject);
    const { names } = this;
    let present = 0;
    let mask = 0;
    let bit = 1;
    for (const name of names) {
      if (object[name] !== undefined) {
        present++;
        mask += bit;
      }
      bit *= 2;
    }
    if (present === names.length) return object;
    if (present === 0) return undefined;
    const settled: Skeleton = { ...this.skeletonFor(mask, object) };
    for (const name of names) {
      const value = object[name];
      if (value !== undefined) settled[name] = value;
    }
    return settled as JsonObject;
  }

  private skeletonFor(mask: number, object: JsonObject): Skeleton {
    // Beyond 52 names a mask is not exact any more: those objects are made key by key.
    if (this.names.length > maskBitsMax) return {};
    const known = this.skeletons.get(mask);
    if (known !== undefined) return known;
    const made = skeletonOf(this.names.filter((name) => object[name] !== undefined));
    if (this.skeletons.size < skeletonsMax) this.skeletons.set(mask, made);
    return made;
  }
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
