/** Whoever may hold the lock; compared by identity. */
export type Holder = object;

interface Waiter {
  readonly holder: Holder;
  readonly admit: (admitted: boolean) => void;
}

/**
 * Lets one holder at a time speak to the one PGlite session, first come first served. A connection holds it for a
 * whole transaction or open cursor: between the messages of one client no other client's message may reach the session,
 * or their unnamed statements and portals would be mixed up.
 */
export class SessionLock {
  private holder: Holder | null = null;
  private previous: Holder | null = null;
  private readonly waiters: Waiter[] = [];

  isHeldBy(holder: Holder): boolean {
    return this.holder === holder;
  }

  /** True when nobody else held it since this holder did, so the session is as it was left. */
  wasLastHeldBy(holder: Holder): boolean {
    return this.previous === holder;
  }

  /** True once the lock is held; false when `giveUp` took the holder out of the queue. */
  async acquire(holder: Holder): Promise<boolean> {
    if (this.holder === holder) return true;
    if (this.holder === null) {
      this.holder = holder;
      return true;
    }
    return new Promise((resolve) => {
      this.waiters.push({ holder, admit: resolve });
    });
  }

  /** Does nothing for one who does not hold it. */
  release(holder: Holder): void {
    if (this.holder !== holder) return;
    this.previous = holder;
    const next = this.waiters.shift();
    this.holder = next?.holder ?? null;
    next?.admit(true);
  }

  /** Ends the waiting of a holder, if it waits. */
  giveUp(holder: Holder): boolean {
    const index = this.waiters.findIndex((waiter) => waiter.holder === holder);
    const [waiter] = index === -1 ? [] : this.waiters.splice(index, 1);
    waiter?.admit(false);
    return waiter !== undefined;
  }
}
