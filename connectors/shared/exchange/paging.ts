import type { JsonValue } from '../../../schemas/json.js';
import { parseJsonPath, textAt } from '../json-path.js';
import type { Paging } from './stream-spec.js';

/** Where a page stands: its number, row offset, cursor or address; null for the first page of a cursor or link. */
export type PagePlace = string | null;

/** One page as it came. */
export interface Page {
  readonly place: PagePlace;
  readonly rowCount: number;
  readonly answer: JsonValue;
  readonly headers: ReadonlyMap<string, string>;
}

export function firstPage(paging: Paging): PagePlace {
  if (paging.kind === 'page') return String(paging.first ?? 1);
  if (paging.kind === 'offset') return String(paging.first ?? 0);
  return null;
}

/** Parameters that ask for the page; empty where the page is its own address. */
export function pageParameters(paging: Paging, place: PagePlace): Record<string, string> {
  const found: Record<string, string> = {};
  if (paging.kind === 'none' || paging.kind === 'link') return found;
  if (place !== null) found[paging.parameter] = place;
  if (paging.sizeParameter !== undefined && paging.size !== undefined)
    found[paging.sizeParameter] = String(paging.size);
  return found;
}

/** The page after this one; undefined behind the last. */
export function nextPage(paging: Paging, page: Page): PagePlace | undefined {
  if (paging.kind === 'none') return undefined;
  if (isCounted(paging)) return nextCounted(paging, page);
  if (paging.next === undefined) return nextLink(page.headers.get('link'));
  return textAt(page.answer, parseJsonPath(paging.next)) || undefined;
}

type CountedPaging = Extract<Paging, { readonly size: number }>;

function isCounted(paging: Paging): paging is CountedPaging {
  return paging.kind === 'page' || paging.kind === 'offset';
}

function nextCounted(paging: CountedPaging, page: Page): string | undefined {
  if (page.rowCount === 0) return undefined;
  const place = Number(page.place);
  const pages = place - Number(firstPage(paging));
  const seen = (paging.kind === 'page' ? pages * paging.size : pages) + page.rowCount;
  const total = paging.total === undefined ? undefined : textAt(page.answer, parseJsonPath(paging.total));
  const isLast = total === undefined ? page.rowCount < paging.size : seen >= Number(total);
  if (isLast) return undefined;
  return String(paging.kind === 'page' ? place + 1 : place + page.rowCount);
}

/** The address in `<https://…?page=2>; rel="next"` (RFC 8288). */
function nextLink(header: string | undefined): string | undefined {
  for (const link of header?.split(/,(?=\s*<)/u) ?? []) {
    const [, address, parameters = ''] = /^\s*<([^>]*)>(.*)$/su.exec(link) ?? [];
    if (address && /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/iu.test(parameters))
      return address;
  }
  return undefined;
}
