import type { JsonObject } from '../../schemas/json.js';
import type { Queryable, Store } from '../store/store.js';
import { contentOf, digestOf, keyOf, type ResourceKey, resourceKey } from './resource-key.js';
import type { Kind, Manifest } from './resources.js';
import { shippedDepartment } from './shipped.js';

/** What applying did to one resource. */
export interface ResourceChange {
  readonly kind: Kind;
  readonly department: string;
  readonly name: string;
  /** Version that now counts, from 1. */
  readonly version: number;
  /** SHA-256 of the canonical manifest, hex. */
  readonly digest: string;
}

export interface AppliedManifests {
  readonly created: readonly ResourceChange[];
  readonly changed: readonly ResourceChange[];
  readonly unchanged: readonly ResourceChange[];
  /** Version ids of all the manifests given, by key (`Kind department/name`). */
  readonly versionIds: ReadonlyMap<ResourceKey, number>;
}

interface HeadRow {
  readonly id: number;
  readonly kind: Kind;
  readonly department: string;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
}

/**
 * Writes manifests into the store as new versions where their content changed; versions are only ever added. All in
 * one transaction, so that nobody sees half of a workspace. Writes no log event: the caller does, of what is returned.
 */
export async function applyManifests(store: Pick<Store, 'transaction'>, manifests: readonly Manifest[], actor: string, now: Date): Promise<AppliedManifests> {
  const given = [...new Map(manifests.map((manifest) => [resourceKey(manifest), manifest])).values()];
  return store.transaction(async (transaction) => {
    const heads = new Map((await readHeads(transaction)).map((head) => [keyOf(head.kind, head.department, head.name), head]));
    const [created, changed, unchanged]: [NewVersion[], NewVersion[], HeadRow[]] = [[], [], []];
    for (const manifest of given) {
      const head = heads.get(resourceKey(manifest));
      const digest = digestOf(manifest);
      if (head?.digest === digest) unchanged.push(head);
      else (head === undefined ? created : changed).push(newVersion({ manifest, digest, version: (head?.version ?? 0) + 1, actor }));
    }
    const written = await insertVersions(transaction, [...created, ...changed], now);
    const ids = new Map([...unchanged, ...written].map(({ id, kind, department, name }) => [keyOf(kind, department, name), id]));
    return { created: created.map(changeOf), changed: changed.map(changeOf), unchanged: unchanged.map(changeOf), versionIds: ids };
  });
}

interface NewVersion extends ResourceChange {
  readonly applied_by: string;
  readonly manifest: JsonObject;
}

interface Making {
  readonly manifest: Manifest;
  readonly digest: string;
  readonly version: number;
  readonly actor: string;
}

function newVersion({ manifest, digest, version, actor }: Making): NewVersion {
  const { department, name } = manifest.metadata;
  const appliedBy = manifest.isShipped === true ? shippedDepartment : actor;
  return { kind: manifest.kind, department, name, version, digest, manifest: contentOf(manifest), applied_by: appliedBy };
}

function changeOf({ kind, department, name, version, digest }: ResourceChange): ResourceChange {
  return { kind, department, name, version, digest };
}

async function readHeads(transaction: Queryable): Promise<HeadRow[]> {
  return transaction.query<HeadRow>(
    `SELECT DISTINCT ON (kind, department, name) id, kind, department, name, version, digest
       FROM resource_version ORDER BY kind, department, name, version DESC`,
  );
}

type HeadName = Pick<HeadRow, 'id' | 'kind' | 'department' | 'name'>;

/** One statement for all. Who loses the race for a version repeats the transaction and finds it there. */
async function insertVersions(transaction: Queryable, versions: readonly NewVersion[], now: Date): Promise<HeadName[]> {
  if (versions.length === 0) return [];
  return transaction.query(
    `INSERT INTO resource_version (kind, department, name, version, digest, manifest, applied_at, applied_by)
     SELECT kind, department, name, version, digest, manifest, $2::timestamptz, applied_by
       FROM json_to_recordset($1::text::json)
         AS given (kind text, department text, name text, version int, digest text, manifest json, applied_by text)
     RETURNING id, kind, department, name`,
    [JSON.stringify(versions), now.toISOString()],
  );
}

/**
 * The configuration that the store holds: the newest version of every resource but the shipped ones, which the running
 * program brings itself.
 */
export async function readStoredManifests(store: Pick<Store, 'query'>): Promise<Manifest[]> {
  const rows = await store.query<{ manifest: Pick<Manifest, 'apiVersion' | 'kind' | 'metadata' | 'spec'>; version: number }>(
    `SELECT manifest, version
       FROM (SELECT DISTINCT ON (kind, department, name) manifest, version, applied_by
               FROM resource_version ORDER BY kind, department, name, version DESC) AS head
      WHERE applied_by <> $1`,
    [shippedDepartment],
  );
  return rows.map(({ manifest, version }) => ({ ...manifest, file: `${resourceKey(manifest)} v${String(version)}`, document: 1 }));
}
