import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { NameView } from '../../../services/names.js';
import { useApi } from '../api/use-api.js';
import { useLanguage } from '../language/text.js';

type Kind = NameView['kind'];
type Find = (kind: Kind, name: string) => NameView | undefined;

interface Names {
  readonly find: Find;
  readonly all: (kind: Kind) => readonly NameView[];
}

const NamesContext = createContext<Names>({ find: () => undefined, all: () => [] });

/** What codes stand for, read once for all pages. */
export function NamesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { data } = useApi('GET /names', {}, ['configuration']);
  const names = useMemo((): Names => {
    const items = data?.items ?? [];
    const byCode = new Map(items.map((item) => [`${item.kind} ${item.name}`, item]));
    return { find: (kind, name) => byCode.get(`${kind} ${name}`), all: (kind) => items.filter((item) => item.kind === kind) };
  }, [data]);
  return <NamesContext value={names}>{children}</NamesContext>;
}

export function useNames(): Names {
  return useContext(NamesContext);
}

/** What a thing is called, or its code where it has no title. */
export function useTitleOf(): (kind: Kind, name: string) => string {
  const language = useLanguage();
  const { find } = useNames();
  return (kind, name) => find(kind, name)?.[language] ?? name;
}

interface NamedProps {
  readonly kind: Kind;
  readonly name: string | null;
}

/** A title with its code on pointing at it. */
export function Named({ kind, name }: NamedProps): ReactNode {
  const titleOf = useTitleOf();
  if (name === null) return <span className="nothing">—</span>;
  return <span title={name}>{titleOf(kind, name)}</span>;
}
