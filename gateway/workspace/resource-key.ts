import { createHash } from 'node:crypto';
import { canonicalJson } from '../../schemas/canonical-json.js';
import type { JsonObject } from '../../schemas/json.js';
import type { Kind, Manifest } from './resources.js';

/** `Kind department/name`: what a resource is called among all. */
export type ResourceKey = string;

export function keyOf(kind: Kind, department: string, name: string): ResourceKey {
  return `${kind} ${department}/${name}`;
}

export function resourceKey({ kind, metadata }: Pick<Manifest<unknown>, 'kind' | 'metadata'>): ResourceKey {
  return keyOf(kind, metadata.department, metadata.name);
}

/** The manifest's own content, without where it was read. */
export function contentOf({ apiVersion, kind, metadata, spec }: Manifest): JsonObject {
  return { apiVersion, kind, metadata: { ...metadata }, spec };
}

/** SHA-256, in hex, of the canonical content: the same for the same manifest, wherever and however it was written. */
export function digestOf(manifest: Manifest): string {
  return createHash('sha256').update(canonicalJson(contentOf(manifest))).digest('hex');
}
