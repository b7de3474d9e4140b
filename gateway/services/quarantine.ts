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
  /** Tries the record once more with the present mapping, schema and configuration; answers how it stands then. */
  replay(id: string): Promise<QuarantineView>;
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
