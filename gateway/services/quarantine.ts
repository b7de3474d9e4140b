import type { Problem } from '../../schemas/problem.js';
import type { Page, PageRequest } from './page.js';

/** What failed, with every reason, until it is mended. */
export interface QuarantineServices {
  /** Newest first. */
  list(
    filter: { readonly state?: QuarantineState; readonly exchange?: string },
    page: PageRequest,
  ): Promise<Page<QuarantineView>>;
  get(id: string): Promise<QuarantineView>;
  /** Open ones by what is wrong, most frequent first, at most 200. */
  causes(filter: { readonly exchange?: string }): Promise<readonly QuarantineCause[]>;
  /** Tries the record once more with the present mapping, schema and configuration; answers how it stands then. */
  replay(id: string): Promise<QuarantineView>;
}

/** What one code at one field of one exchange keeps back. */
export interface QuarantineCause {
  readonly exchange: string;
  /** The receiver that refused; null where the row did not become a record. */
  readonly target: string | null;
  readonly code: string;
  /** Places of a list stand as `*`. */
  readonly path: string;
  readonly records: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Id of the newest one. */
  readonly example: string;
  /** Its problem, with what mends it. */
  readonly problem: Problem;
}

export const quarantineStates = ['open', 'mended', 'dismissed'] as const;
export type QuarantineState = (typeof quarantineStates)[number];

export interface QuarantineView {
  readonly id: string;
  /** A row that could not become a record, or a record version that a target refused for good. */
  readonly kind: 'source-row' | 'delivery';
  readonly department: string;
  readonly exchange: string;
  readonly record: string;
  readonly target: string | null;
  readonly version: number | null;
  /** Where the row stands at its source. */
  readonly position: string;
  readonly problems: readonly Problem[];
  readonly state: QuarantineState;
  readonly run: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly closedAt: string | null;
}
