import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../schemas/canonical-json.js';
import type { Scope } from '../../reading/scope.js';
import type { ExportForm, LogExport, LogExportServices } from '../../services/log.js';
import type { Store } from '../../store/store.js';
import type { MakeId } from '../../store/uuid.js';
import { keepSearchable } from '../search/projector.js';
import { searchEntries, type FoundEntry, type LogFilter } from '../search/search.js';
import { SegmentWriter } from '../segment.js';
import { writeForm } from './forms.js';

/** Events in one file: what a spreadsheet program still opens well. */
const eventsMax = 50_000;
const eventsPerRead = 5000;

interface ExportTools {
  readonly store: Store;
  readonly makeId: MakeId;
  readonly now: () => Date;
}

/** Hands out what a search finds as a file; each time is an event of the log itself, with the digest of what was given. */
export function logExportServices({ store, makeId, now }: ExportTools, { scope, actor }: { readonly scope: Scope; readonly actor: string }): LogExportServices {
  return {
    async make(filter, form) {
      await keepSearchable(store);
      const found = await findAll(store, filter, scope);
      const events = found.slice(0, eventsMax);
      const made = await writeForm(form, events);
      const file = { ...made, count: events.length, isCut: found.length > eventsMax };
      await store.transaction(async (transaction) => {
        const segment = new SegmentWriter();
        segment.add({
          id: makeId(),
          at: now().toISOString(),
          station: 'log-exported',
          actor,
          department: scope === 'all' ? (filter.department ?? 'gateway') : (scope[0] ?? 'gateway'),
          code: codeOf(filter, form, file),
          digests: { sent: createHash('sha256').update(made.content).digest('hex') },
        });
        await segment.write(transaction, makeId, now());
      });
      return { ...file, content: made.content.toString('base64') };
    },
  };
}

/** What was asked for, in one line: the names of people and records in it are those that the log has anyway. */
function codeOf(filter: LogFilter, form: ExportForm, { count }: Pick<LogExport, 'count'>): string {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  return `${form} ${String(count)} ${canonicalJson(given)}`;
}

async function findAll(store: Store, filter: LogFilter, scope: Scope): Promise<FoundEntry[]> {
  const found: FoundEntry[] = [];
  while (found.length <= eventsMax) {
    const last = found.at(-1);
    const page = { departments: scope === 'all' ? null : scope, limit: eventsPerRead, ...(last === undefined ? {} : { before: last.index }) };
    const more = await searchEntries(store, filter, page);
    found.push(...more);
    if (more.length < eventsPerRead) break;
  }
  return found;
}
