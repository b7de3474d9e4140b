import { useSyncExternalStore } from 'react';

/** Tells the page that its own address was changed by a script, which the browser itself does not. */
const moved = 'jiantong:moved';

function subscribe(tell: () => void): () => void {
  window.addEventListener('popstate', tell);
  window.addEventListener(moved, tell);
  return () => {
    window.removeEventListener('popstate', tell);
    window.removeEventListener(moved, tell);
  };
}

/** Path and query of the page's address; whoever uses it is drawn anew when it changes. */
export function useAddress(): URL {
  const href = useSyncExternalStore(subscribe, () => window.location.href);
  return new URL(href);
}

/** Goes to another address of the console; `replace` leaves no step back behind. */
export function goTo(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', path);
  else window.history.replaceState(null, '', path);
  window.dispatchEvent(new Event(moved));
  if (how === 'push') window.scrollTo(0, 0);
}

/** `path` with a query of what is there; empty values are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** What a table is filtered by and where it stands, kept in the address so that it can be sent on and come back to. */
export function useQuery(): readonly [
  query: Readonly<Partial<Record<string, string>>>,
  set: (change: Readonly<Record<string, string | undefined>>, how?: 'push' | 'replace') => void,
] {
  const address = useAddress();
  const query = Object.fromEntries(address.searchParams);
  return [query, (change, how = 'push') => goTo(pathWith(address.pathname, { ...query, ...change }), how)];
}
