import { writeFileSync } from 'node:fs';
import { connectorTypes } from '../../../connectors/registry.js';
import { refuseOthers } from '../../../gateway/configuration/reach.js';
import { connectorServices } from '../../../gateway/connections/services.js';
import { systemClock } from '../../../gateway/clock.js';
import { createReadings } from '../../../gateway/reading/index.js';
import type { ConnectorServices } from '../../../gateway/services/connectors.js';
import type { ApplyPreview, GivenManifests, ResourceServices } from '../../../gateway/services/resources.js';
import type { ServicesFor } from '../../../gateway/services/services.js';
import type { Store } from '../../../gateway/store/store.js';
import { readManifests } from '../../../gateway/workspace/load.js';
import { createWorkspace } from '../../../gateway/workspace/workspace.js';

type Caller = Parameters<ServicesFor>[0];

/** Changes of configuration as far as the API can tell: whose they may be; nothing is put into force. */
export function booksConfiguration(store: Store, { scope }: Caller): Pick<ResourceServices, 'preview' | 'apply' | 'rollBack' | 'export'> {
  const done: ApplyPreview = { problems: [], changes: [], unchanged: 0 };
  const judge = ({ text }: GivenManifests): Promise<ApplyPreview> => {
    refuseOthers(scope, readManifests([{ file: 'given.yaml', text }]).manifests, []);
    return Promise.resolve(done);
  };
  return {
    preview: judge,
    apply: judge,
    rollBack: async (kind, name, version) => {
      await createReadings({ store, scope }).resources.version(kind, name, version);
      return done;
    },
    export: () => Promise.resolve(''),
  };
}

/** One real connector, `gannan-housing/penalty-list`, over a file in the folder. */
export function booksConnectors(folder: string, { scope }: Caller): ConnectorServices {
  writeFileSync(`${folder}/penalties.csv`, '文号,当事人,证件\n甘建罚〔2026〕1号,示例建筑有限公司,110101199003074578\n');
  const { manifests } = readManifests([{ file: 'connector.yaml', text: connector }]);
  const types = connectorTypes();
  return connectorServices(
    {
      types,
      workspace: () => createWorkspace({ manifests, shipped: [], folder }),
      open: ({ metadata, spec }) => {
        const type = types.get(spec.type);
        if (!type) throw new Error(`no type ${spec.type}`);
        return type.create(spec.config as never, {
          name: `${metadata.department}/${metadata.name}`,
          now: () => systemClock.now(),
          workspaceFolder: folder,
          log: () => undefined,
        });
      },
    },
    scope,
  );
}

const connector = `
apiVersion: jiantong/v1
kind: Connector
metadata: { name: penalty-list, department: gannan-housing, title: 处罚台账 }
spec: { type: csv, system: gannan-housing, config: { folder: ".", pattern: "*.csv", stableSeconds: 0 } }
`;
