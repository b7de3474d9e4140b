import type { Queryable } from '../store/store.js';

/** What a caller may see: the data of these departments, or of all. */
export type Scope = readonly string[] | 'all';

/** What the readings are lent: a store to ask and the scope that every query is bound to. */
export interface Reader {
  readonly store: Pick<Queryable, 'query'>;
  readonly scope: Scope;
}

/** The scope as an SQL parameter: null for all. Used as `($1::text[] IS NULL OR department.name = ANY ($1))`. */
export function scopeParameter(scope: Scope): readonly string[] | null {
  return scope === 'all' ? null : scope;
}

/** An instant as views have it. */
export function iso(instant: Date): string;
export function iso(instant: Date | null): string | null;
export function iso(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString();
}

/** Whether something that is named `department/name` lies within the scope. */
export function isInScope(scope: Scope, name: string): boolean {
  return scope === 'all' || scope.includes(name.split('/')[0] ?? '');
}
