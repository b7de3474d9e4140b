import type { Workspace } from '../workspace/workspace.js';

/** Exchanges of a workspace that go by an agreement, all named `department/name`. */
export function exchangesByAgreement(workspace: Workspace | undefined, agreement: string): string[] {
  return (workspace?.exchanges() ?? []).flatMap(({ metadata, spec }) => {
    const names = spec.targets.map((target) => workspace?.resolve('Agreement', target.agreement, metadata.department).manifest?.metadata);
    return names.some((one) => one && `${one.department}/${one.name}` === agreement) ? [`${metadata.department}/${metadata.name}`] : [];
  });
}
