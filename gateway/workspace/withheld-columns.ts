import type { ConnectorSpec, Manifest } from './resources.js';
import { manifestsOf, type Workspace } from './workspace.js';

/**
 * The columns of a stream that nobody may see: those that any mapping withholds which an exchange reads the stream
 * with, or which is written for the stream.
 */
export function withheldColumns(
  workspace: Workspace,
  connector: Manifest<ConnectorSpec>,
  stream: string,
): readonly string[] {
  const ofExchanges = workspace
    .exchanges()
    .filter(({ metadata: { department }, spec: { source } }) => {
      if (source.stream !== stream) return false;
      const { metadata } = workspace.connector(source.connector, department);
      return metadata.name === connector.metadata.name && metadata.department === connector.metadata.department;
    })
    .map(({ metadata, spec }) => workspace.mapping(spec.source.mapping, metadata.department).spec.withhold);
  const ofSystem = manifestsOf('Mapping', workspace.manifests)
    .filter(({ spec: { from } }) => 'system' in from && from.system === connector.spec.system && from.stream === stream)
    .map(({ spec }) => spec.withhold);
  return [...new Set([...ofExchanges, ...ofSystem].flatMap((columns) => columns ?? []))];
}
