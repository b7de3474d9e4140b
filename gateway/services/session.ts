import type { Caller, Reach, Right } from '../access/rights.js';

/** Who the caller is and may do. */
export interface SessionView {
  readonly kind: Caller['kind'];
  readonly name: string;
  readonly title: string | null;
  readonly role: string | null;
  readonly department: string | null;
  readonly rights: Readonly<Partial<Record<Right, Reach>>>;
  readonly mustChangePassword: boolean;
  readonly hasSecondFactor: boolean;
  /** To be sent as X-Jiantong-Csrf with changing requests; null where no cookie is used. */
  readonly csrf: string | null;
}
