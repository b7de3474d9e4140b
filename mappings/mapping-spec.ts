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
  /** Source columns that are knowingly not used. */
  readonly ignore?: readonly string[];
  /** Source columns that never leave the body that holds them: a whistle-blower's name and words. */
  readonly withhold?: readonly string[];
  readonly fields: JsonObject;
  readonly examples?: readonly MappingExample[];
}

/** A row with what becomes of it: the record, or its problems (and then perhaps what could be mapped). */
export interface MappingExample {
  readonly name: string;
  readonly input: JsonObject;
  readonly output?: JsonObject;
  readonly errors?: readonly { readonly code: string; readonly column?: string; readonly path?: string }[];
}
