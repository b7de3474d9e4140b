import { GatewayError } from '../../schemas/errors.js';
import type { ResourceDetail, ResourceServices, ResourceView } from '../services/resources.js';
import { manifestDifference } from '../workspace/difference.js';
import { pageOf, positionOf } from './paging.js';
import { iso, scopeParameter, type Reader } from './scope.js';

interface ResourceRow extends Omit<ResourceDetail, 'appliedAt' | 'appliedBy'> {
  readonly applied_at: Date;
  readonly applied_by: string;
}

/** The newest version of each resource; what is older is history. */
const newest = `
  SELECT DISTINCT ON (kind, department, name) kind, department || '/' || name AS name, version, digest, manifest, applied_at, applied_by
  FROM resource_version
  WHERE ($1::text[] IS NULL OR department = ANY ($1))
  ORDER BY kind, department, name, version DESC`;

const ofVersion = `kind, department || '/' || name AS name, version, digest, manifest, applied_at, applied_by FROM resource_version
  WHERE ($1::text[] IS NULL OR department = ANY ($1)) AND kind = $2 AND department || '/' || name = $3`;

export function resourceReadings({ store, scope }: Reader): Pick<ResourceServices, 'list' | 'get' | 'versions' | 'version'> {
  return {
    list: async ({ kind }, page) => {
      const position = positionOf(page, ['text', 'text']);
      const rows = await store.query<ResourceRow>(
        `SELECT kind, name, version, digest, applied_at, applied_by FROM (${newest}) AS newest
         WHERE ($2::text IS NULL OR kind = $2) AND ($4::text IS NULL OR (kind, name) > ($4::text, $5::text))
         ORDER BY kind, name LIMIT $3`,
        [scopeParameter(scope), kind ?? null, page.limit + 1, ...position],
      );
      return pageOf(rows, page, resourceView, (row) => [row.kind, row.name]);
    },
    get: async (kind, name) => {
      const [row] = await store.query<ResourceRow>(
        `SELECT * FROM (${newest}) AS newest WHERE kind = $2 AND name = $3`,
        [scopeParameter(scope), kind, name],
      );
      if (row === undefined) throw new GatewayError('API_RESOURCE_MISSING', { kind, name });
      return { ...resourceView(row), manifest: row.manifest };
    },
    versions: async (kind, name, page) => {
      const [before] = positionOf(page, ['number']);
      const rows = await store.query<ResourceRow>(
        `SELECT ${ofVersion} AND ($4::int IS NULL OR version < $4) ORDER BY version DESC LIMIT $5`,
        [scopeParameter(scope), kind, name, before, page.limit + 1],
      );
      if (rows.length === 0 && before === null) throw new GatewayError('API_RESOURCE_MISSING', { kind, name });
      return pageOf(rows, page, resourceView, (row) => [row.version]);
    },
    version: async (kind, name, version) => {
      const rows = await store.query<ResourceRow>(
        `SELECT ${ofVersion} AND version IN ($4::int - 1, $4) ORDER BY version DESC`,
        [scopeParameter(scope), kind, name, version],
      );
      const row = rows.find((one) => one.version === version);
      if (!row) throw new GatewayError('API_RESOURCE_MISSING', { kind, name, version });
      const differences = manifestDifference(rows.find((one) => one.version === version - 1)?.manifest ?? {}, row.manifest);
      return { ...resourceView(row), manifest: row.manifest, differences };
    },
  };
}

function resourceView({ kind, name, version, digest, applied_at, applied_by }: ResourceRow): ResourceView {
  return { kind, name, version, digest, appliedAt: iso(applied_at), appliedBy: applied_by };
}
