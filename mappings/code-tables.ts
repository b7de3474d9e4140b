/** One entry of a code table, e.g. `{ code: '01', zh: '警告', en: 'Warning' }`. */
export interface CodeTableItem {
  readonly code: string;
  readonly zh: string;
  readonly en?: string;
}

/**
 * Where the compiler finds code tables by name. Tables are handed in, so the compiler reads no file.
 * A table is read once, when a mapping is compiled; changing it later does not change the mapping.
 */
export interface CodeTableSource {
  table(name: string): { readonly items: readonly CodeTableItem[] } | undefined;
}
