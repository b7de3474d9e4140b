import type { MoveKind } from '../deadlines/moves.js';
import type { Page, PageRequest } from './page.js';

/** Due dates that followed a change of rules or calendars. */
export interface DeadlineMoveServices {
  /** Newest first. */
  list(page: PageRequest): Promise<Page<DeadlineMoveView>>;
}

/** Obligations of one rule and department by what one change of rules or calendars did to them. */
export interface DeadlineMoveView extends Readonly<Record<MoveKind, number>> {
  /** Number of the change. */
  readonly move: number;
  readonly appliedAt: string;
  readonly appliedBy: string;
  /** Null while it is under way. */
  readonly endedAt: string | null;
  readonly department: string;
  readonly rule: string;
}
