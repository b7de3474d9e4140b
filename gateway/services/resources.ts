import type { JsonObject } from '../../schemas/json.js';
import type { Page, PageRequest } from './page.js';

/** The configuration in force. */
export interface ResourceServices {
  list(filter: { readonly kind?: string }, page: PageRequest): Promise<Page<ResourceView>>;
  get(kind: string, name: string): Promise<ResourceDetail>;
}

export interface ResourceView {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the canonical manifest, hex. */
  readonly digest: string;
  readonly appliedAt: string;
  readonly appliedBy: string;
}

export interface ResourceDetail extends ResourceView {
  readonly manifest: JsonObject;
}
