import type { Entry } from './books.js';

export interface ReadyReceipt {
  readonly entry: Entry;
  readonly handledAt: string;
}

interface Filed {
  readonly entry: Entry;
  readonly readyMs: number;
}

/** Keeps the receipts of a platform that answers later, and numbers its batches. */
export class ReceiptDesk {
  private readonly filed = new Map<string, Filed>();
  private readonly rowsOfBatch = new Map<string, string[]>();
  private day = '';
  private batchesOfDay = 0;

  /** The next batch number of a day: `yyyyMMdd` and five digits. */
  openBatch(day: string): string {
    if (day !== this.day) {
      this.day = day;
      this.batchesOfDay = 0;
    }
    this.batchesOfDay += 1;
    return `${day.replaceAll('-', '')}${String(this.batchesOfDay).padStart(5, '0')}`;
  }

  put(entry: Entry, readyMs: number): void {
    const { receiptNo } = entry;
    if (receiptNo === undefined) return;
    this.filed.set(receiptNo, { entry, readyMs });
    const batchNo = receiptNo.split('-')[0] ?? receiptNo;
    const rows = this.rowsOfBatch.get(batchNo);
    if (rows === undefined) this.rowsOfBatch.set(batchNo, [receiptNo]);
    else rows.push(receiptNo);
    // After a restart the numbers go on where the journal ends.
    const day = `${batchNo.slice(0, 4)}-${batchNo.slice(4, 6)}-${batchNo.slice(6, 8)}`;
    const number = Number(batchNo.slice(8));
    if (day > this.day || (day === this.day && number > this.batchesOfDay)) {
      this.day = day;
      this.batchesOfDay = number;
    }
  }

  isReady(receiptNo: string, now: Date): boolean {
    const filed = this.filed.get(receiptNo);
    return filed !== undefined && filed.readyMs <= now.getTime();
  }

  /** As often as the platform gives this receipt: not at all when lost or not ready yet. */
  ofReceipt(receiptNo: string, now: Date): ReadyReceipt[] {
    const filed = this.filed.get(receiptNo);
    if (filed === undefined || filed.readyMs > now.getTime()) return [];
    const receipt = { entry: filed.entry, handledAt: new Date(filed.readyMs).toISOString() };
    return Array.from({ length: filed.entry.receiptCopies ?? 1 }, () => receipt);
  }

  ofBatch(batchNo: string, now: Date): ReadyReceipt[] {
    return (this.rowsOfBatch.get(batchNo) ?? []).flatMap((receiptNo) => this.ofReceipt(receiptNo, now));
  }
}
