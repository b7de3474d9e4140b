import { readJournal, type Books, type Target } from './books.js';
import { gsxtTables, type GsxtTable } from './gsxt-rules.js';
import type { GsxtReceiver } from './gsxt.js';
import type { KnownInspections } from './internet-plus.js';
import type { ReceiptDesk } from './receipt-desk.js';

const restoreRows = 500;

/** The receivers know again what they received before. */
export async function remember(
  journal: string,
  books: Readonly<Record<Target, Books>>,
  desk: ReceiptDesk,
  inspections: KnownInspections,
  gsxt: GsxtReceiver,
): Promise<void> {
  const waiting: Record<GsxtTable, unknown[]> = { t_licence: [], t_penalty: [] };
  for await (const entry of readJournal(journal)) {
    books[entry.target].apply(entry);
    if (entry.target === 'gansu-internet-plus' && entry.outcome !== 'repeated') {
      inspections.learn(entry);
      desk.put(entry, 0);
    }
    const table = gsxtTables.find((name) => entry.target === 'gsxt-gansu' && name === entry.stream);
    if (table === undefined || entry.row === undefined) continue;
    waiting[table].push(entry.row);
    if (waiting[table].length === restoreRows) await gsxt.restore(table, waiting[table].splice(0));
  }
  for (const table of gsxtTables) await gsxt.restore(table, waiting[table]);
}
