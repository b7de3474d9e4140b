import type { JsonObject } from '../schemas/json.js';

/** One side of a mapping: a stream of a system, or a dataset of unified records. */
export type MappingSide =
  | { readonly system: string; readonly stream: string }
  | { readonly dataset: string };

/** The `spec` of a Mapping manifest. The rules themselves are read by the compiler. */
export interface MappingSpec {
  readonly from: MappingSide;
  readonly to: MappingSide;
  readonly version: number;
  /** All columns of the source, where they are known; rules can then name no other. */
  readonly columns?: readonly string[];
  /** Source columns that are knowingly not used. */
  readonly ignore?: readonly string[];
  /** Source columns that never leave the body that holds them: a whistle-blower's name and words. */
  readonly withhold?: readonly string[];
  readonly lossless?: LosslessClaim;
  readonly fields: JsonObject;
  readonly examples?: readonly MappingExample[];
}

/** A mapping's claim that nothing is lost: another mapping makes the same record of its rows again. */
export interface LosslessClaim {
  /** Name of the mapping that reads the rows. */
  readonly back: string;
  /** Dotted paths of fields for which the rows have no place. */
  readonly except: readonly string[];
}

/** A row with what becomes of it: the record, or its problems (and then perhaps what could be mapped). */
export interface MappingExample {
  readonly name: string;
  readonly input: JsonObject;
  /** Records that the rules look up, by dataset. */
  readonly references?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly output?: JsonObject;
  readonly errors?: readonly { readonly code: string; readonly column?: string; readonly path?: string }[];
}
