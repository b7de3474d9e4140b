import type { Confirmation, HeldDecision } from '../deliver/by-hand.js';
import type { Page, PageRequest } from './page.js';

/** What is owed to receivers, and what people decide about it. */
export interface DeliveryServices {
  /** Open ones earliest due first, settled ones newest first. */
  list(
    filter: { readonly state: DeliveryState; readonly target?: string },
    page: PageRequest,
  ): Promise<Page<DeliveryView>>;
  get(id: string): Promise<DeliveryView>;
  /**
   * Carries out what a person decided about a held delivery; answers how it stands then. Throws DELIVERY_NOT_HELD,
   * DELIVERY_PLAN_MISSING.
   */
  release(id: string, decision: HeldDecision): Promise<DeliveryView>;
  /** Takes a person's word, with proof, for a delivery's arrival. Throws DELIVERY_NOT_CONFIRMABLE, DELIVERY_PLAN_MISSING. */
  confirm(id: string, confirmation: Confirmation): Promise<DeliveryView>;
}

export const deliveryStates = [
  'pending',
  'sending',
  'unknown',
  'sent',
  'accepted',
  'rejected',
  'held',
  'superseded',
  'cancelled',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliveryView {
  /** Its idempotency key: the receiver knows it by the same. */
  readonly id: string;
  readonly record: string;
  readonly version: number;
  readonly resend: number;
  readonly target: string;
  readonly department: string;
  readonly operation: 'upsert' | 'withdraw';
  readonly state: DeliveryState;
  /** Why a pending one may not go yet. */
  readonly wait: 'older-version' | 'reference' | null;
  readonly dueAt: string | null;
  readonly nextAt: string | null;
  readonly attempts: number | null;
  readonly handedOverAt: string | null;
  readonly settledAt: string | null;
  /** Code of what stopped or delayed it. */
  readonly reason: string | null;
  readonly receipt: { readonly code: string; readonly text: string | null } | null;
}
