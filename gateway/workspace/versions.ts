import type { JsonObject } from '../../schemas/json.js';
import type { Queryable, Store } from '../store/store.js';
import { contentOf, digestOf, keyOf, type ResourceKey, resourceKey } from './resource-key.js';
import type { Kind, Manifest } from './resources.js';
import { shippedDepartment } from '../../mappings/fragment.js';

/** What applying does to one resource. */
export interface ResourceChange {
  readonly kind: Kind;
  readonly department: string;
  readonly name: string;
  /** Version that then counts, from 1. */
  readonly version: number;
  /** SHA-256 of the canonical manifest, hex. */
  readonly digest: string;
}

export interface ManifestChanges {
  readonly created: readonly ResourceChange[];
  readonly changed: readonly ResourceChange[];
  readonly unchanged: readonly ResourceChange[];
}

export interface AppliedManifests extends ManifestChanges {
  /** Version ids of all the manifests given, by key (`Kind department/name`). */
  readonly versionIds: ReadonlyMap<ResourceKey, number>;
}

/**
 * Writes manifests into the store as new versions where their content changed; versions are only ever added. All in
 * one transaction, so that nobody sees half of a workspace. Writes no log event: the caller does, of what is returned.
 */
export async function applyManifests(
  store: Pick<Store, 'transaction'>,
  manifests: readonly Manifest[],
  actor: string,
  now: Date,
): Promise<AppliedManifests> {
  return store.transaction(async (transaction) => {
    const { created, changed, unchanged } = compare(await readHeads(transaction), manifests);
    const written = await insertVersions(transaction, [...created, ...changed], actor, now);
    const ids = [...unchanged, ...written].map(({ id, kind, department, name }) => [keyOf(kind, department, name), id] as const);
    return { created: created.map(changeOf), changed: changed.map(changeOf), unchanged: unchanged.map(changeOf), versionIds: new Map(ids) };
  });
}

/** What `applyManifests` would do, without doing it. */
export async function previewManifests(store: Pick<Store, 'query'>, manifests: readonly Manifest[]): Promise<ManifestChanges> {
  const { created, changed, unchanged } = compare(await readHeads(store), manifests);
  return { created: created.map(changeOf), changed: changed.map(changeOf), unchanged: unchanged.map(changeOf) };
}

interface HeadRow extends ResourceChange {
  readonly id: number;
}

interface NewVersion extends ResourceChange {
  readonly manifest: JsonObject;
  readonly isShipped: boolean;
}

function compare(
  rows: readonly HeadRow[],
  manifests: readonly Manifest[],
): { created: NewVersion[]; changed: NewVersion[]; unchanged: HeadRow[] } {
  const heads = new Map(rows.map((head) => [keyOf(head.kind, head.department, head.name), head]));
  const result: { created: NewVersion[]; changed: NewVersion[]; unchanged: HeadRow[] } = { created: [], changed: [], unchanged: [] };
  for (const [key, manifest] of new Map(manifests.map((one) => [resourceKey(one), one]))) {
    const head = heads.get(key);
    const digest = digestOf(manifest);
    if (head?.digest === digest) result.unchanged.push(head);
    else result[head === undefined ? 'created' : 'changed'].push(newVersion(manifest, digest, (head?.version ?? 0) + 1));
  }
  return result;
}

function newVersion(manifest: Manifest, digest: string, version: number): NewVersion {
  const { department, name } = manifest.metadata;
  return { kind: manifest.kind, department, name, version, digest, manifest: contentOf(manifest), isShipped: manifest.isShipped === true };
}

function changeOf({ kind, department, name, version, digest }: ResourceChange): ResourceChange {
  return { kind, department, name, version, digest };
}

async function readHeads(store: Pick<Queryable, 'query'>): Promise<HeadRow[]> {
  return store.query<HeadRow>(
    `SELECT DISTINCT ON (kind, department, name) id, kind, department, name, version, digest
       FROM resource_version ORDER BY kind, department, name, version DESC`,
  );
}

/** One statement for all. Who loses the race for a version repeats the transaction and finds it there. */
async function insertVersions(
  transaction: Queryable,
  versions: readonly NewVersion[],
  actor: string,
  now: Date,
): Promise<Pick<HeadRow, 'id' | 'kind' | 'department' | 'name'>[]> {
  if (versions.length === 0) return [];
  return transaction.query(
    `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by)
     SELECT kind, department, name, version, digest, manifest, $2::timestamptz, CASE WHEN "isShipped" THEN $4 ELSE $3 END
       FROM json_to_recordset($1::text::json)
         AS given (kind text, department text, name text, version int, digest text, manifest json, "isShipped" boolean)
     RETURNING id, kind, department, name`,
    [JSON.stringify(versions), now.toISOString(), actor, shippedDepartment],
  );
}

/**
 * The configuration that the store holds: the newest version of every resource but the shipped ones, which the running
 * program brings itself.
 */
export async function readStoredManifests(store: Pick<Store, 'query'>): Promise<Manifest[]> {
  const rows = await store.query<{ text: string; version: number }>(
    `SELECT manifest::text AS text, version
       FROM (SELECT DISTINCT ON (kind, department, name) manifest, version, applied_by
               FROM resource_version ORDER BY kind, department, name, version DESC) AS head
      WHERE applied_by <> $1`,
    [shippedDepartment],
  );
  return rows.map(({ text, version }) => {
    const content = JSON.parse(text) as Pick<Manifest, 'apiVersion' | 'kind' | 'metadata' | 'spec'>;
    return { ...content, file: `${resourceKey(content)} v${String(version)}`, document: 1 };
  });
}
