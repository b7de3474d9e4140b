/** What things are called, for pages and lists: everything else is known by codes. */
export interface NameServices {
  /** Datasets, departments, connectors, exchanges and deadline rules that have a title; at most 5,000. */
  list(): Promise<readonly NameView[]>;
}

export interface NameView {
  readonly kind: 'dataset' | 'department' | 'connector' | 'exchange' | 'deadline-rule';
  /** As other answers name it: `department/name` of connectors and exchanges, the bare name of all others. */
  readonly name: string;
  readonly zh: string;
  /** The same as `zh` where nobody has given an English one. */
  readonly en: string;
  /** Of a deadline rule: document, its number and its article. */
  readonly basis: string | null;
}
