export interface PageRequest {
  /** 1 to 500. */
  readonly limit: number;
  /** `next` of the page before; absent for the first. Opaque; a damaged one is API_QUERY_WRONG. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly next: string | null;
}
