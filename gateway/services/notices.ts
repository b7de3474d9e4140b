import type { Page, PageRequest } from './page.js';

/** Warnings given to people before and after a deadline. */
export interface NoticeServices {
  /** Warnings of what is due soon or overdue, newest first. */
  list(filter: NoticeFilter, page: PageRequest): Promise<Page<NoticeView>>;
  /** Writes down who took note; again by another has no effect. */
  acknowledge(id: number, person: string): Promise<NoticeView>;
}

export interface NoticeFilter {
  readonly department?: string;
  readonly standing?: 'unacknowledged';
}

/** What people are told of all obligations of a department, rule and due day that reached one threshold. */
export interface NoticeView {
  readonly id: number;
  readonly department: string;
  readonly rule: string;
  readonly dueOn: string;
  /** Working days before the due day; -1 once it is past. */
  readonly threshold: number;
  readonly obligations: number;
  readonly madeAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
}
