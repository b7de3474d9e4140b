import type { CheckStep, Connector, ConnectorType } from '../../connectors/connector.js';
import { withoutColumns } from '../../mappings/withheld.js';
import { describeError, GatewayError } from '../../schemas/errors.js';
import { maskedRow } from '../logging/masked-row.js';
import { isInScope, type Scope } from '../reading/scope.js';
import type { ConnectorServices, ConnectorView, PreviewRow } from '../services/connectors.js';
import type { ConnectorSpec, Manifest } from '../workspace/resources.js';
import { withheldColumns } from '../workspace/withheld-columns.js';
import type { Workspace } from '../workspace/workspace.js';

export interface ConnectionTools {
  readonly types: ReadonlyMap<string, ConnectorType<never>>;
  /** In force; undefined before the first. */
  readonly workspace: () => Workspace | undefined;
  /** A fresh connector with its secrets filled in; the caller closes it. */
  readonly open: (manifest: Manifest<ConnectorSpec>, workspace: Workspace) => Connector;
}

const secondMs = 1000;
const checkTimeoutMs = 30 * secondMs;
const readTimeoutMs = 60 * secondMs;

/** Connectors of the configuration in force, for a caller with this reach. */
export function connectorServices({ types, workspace, open }: ConnectionTools, scope: Scope): ConnectorServices {
  const find = (name: string): { readonly manifest: Manifest<ConnectorSpec>; readonly inForce: Workspace } => {
    const inForce = workspace();
    const manifest = inForce?.connectors().find((one) => nameOf(one) === name && isInScope(scope, name));
    if (!inForce || !manifest) throw new GatewayError('API_RESOURCE_MISSING', { connector: name });
    return { manifest, inForce };
  };
  const opened = async <Result>(name: string, work: (connector: Connector) => Promise<Result>): Promise<Result> => {
    const { manifest, inForce } = find(name);
    const connector = open(manifest, inForce);
    try {
      return await work(connector);
    } finally {
      await connector.close();
    }
  };
  return {
    types: () =>
      Promise.resolve(
        [...types.values()].map(({ type, titleZh, titleEn, spec, capabilities: { canPull, canPush, receipts } }) => ({
          type, titleZh, titleEn, canPull, canPush, receipts, spec,
        })),
      ),
    list: () => Promise.resolve((workspace()?.connectors() ?? []).filter((one) => isInScope(scope, nameOf(one))).map(connectorView)),
    check: async (name) => {
      find(name);
      const steps: CheckStep[] = [];
      try {
        await opened(name, async (connector) => {
          for await (const step of connector.check(AbortSignal.timeout(checkTimeoutMs))) steps.push(step);
        });
      } catch (error) {
        // A setting that is missing, or a system that broke off: a finding, not a failure of the check.
        if (!(error instanceof GatewayError)) throw error;
        const { code, entry } = error;
        steps.push({ step: 'open', ok: false, durationMs: 0, code, zh: entry.zh, en: describeError(error) });
      }
      return { ok: steps.every(({ ok }) => ok), steps };
    },
    discover: (name) => opened(name, (connector) => connector.discover(AbortSignal.timeout(readTimeoutMs))),
    preview: (name, { stream, rows }) =>
      opened(name, async (connector) => {
        const { manifest, inForce } = find(name);
        const request = { stream, key: [], mode: 'full', cursorColumns: [], cursor: null } as const;
        const batches = connector.pull?.(request, AbortSignal.timeout(readTimeoutMs));
        if (!batches) throw new GatewayError('CLI_CONNECTOR_CANNOT_PULL', { connector: name });
        const withheld = withheldColumns(inForce, manifest, stream);
        const shown: PreviewRow[] = [];
        for await (const { changes } of batches) {
          for (const { position, row } of changes.slice(0, rows - shown.length)) {
            shown.push({ position, row: maskedRow(withoutColumns(row, withheld)) });
          }
          if (shown.length >= rows) break;
        }
        return shown;
      }),
  };
}

function nameOf({ metadata }: Manifest<unknown>): string {
  return `${metadata.department}/${metadata.name}`;
}

function connectorView(manifest: Manifest<ConnectorSpec>): ConnectorView {
  const { type, system, delivery } = manifest.spec;
  return {
    name: nameOf(manifest),
    title: manifest.metadata.title ?? null,
    type,
    system,
    isTarget: delivery !== undefined,
    repeat: delivery?.repeat ?? null,
    acceptance: delivery?.acceptance ?? null,
  };
}
