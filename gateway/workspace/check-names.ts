import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import { type ResourceKey, resourceKey } from './resource-key.js';
import type { Kind, Manifest } from './resources.js';
import { shippedDepartment } from '../../mappings/fragment.js';
import { manifestsOf } from './workspace.js';

/** What these say holds for every department, so no single one of them decides it. */
const kindsForAll: ReadonlySet<Kind> = new Set(['DeadlineRule', 'Calendar', 'CodeTable', 'RetentionRule']);

/** Names are unique, owners exist, and what holds for all belongs to the one data office. */
export function checkNames(context: CheckContext): void {
  const { workspace } = context;
  const first = new Map<ResourceKey, Manifest>();
  const departments = new Set(workspace.departments().map(({ metadata }) => metadata.name));
  for (const manifest of workspace.own) {
    const earlier = first.get(resourceKey(manifest));
    if (earlier === undefined) first.set(resourceKey(manifest), manifest);
    else context.report(manifest, 'CONFIG_NAME_TWICE', { path: '/metadata/name', given: `${manifest.metadata.name} (${placeOf(earlier)})` });
    checkOwner(manifest, departments, context);
  }
  const [, ...others] = manifestsOf('Department', workspace.own).filter(({ spec }) => spec.isDataOffice);
  for (const other of others) context.report(other, 'CONFIG_DATA_OFFICE_TWICE', { path: '/spec/isDataOffice' });
}

function checkOwner(manifest: Manifest, departments: ReadonlySet<string>, context: CheckContext): void {
  const { name, department } = manifest.metadata;
  const path = '/metadata/department';
  if (department === shippedDepartment) {
    context.report(manifest, 'CONFIG_DEPARTMENT_RESERVED', { path });
  } else if (manifest.kind === 'Department' && department !== name) {
    context.report(manifest, 'CONFIG_VALUE_WRONG', { path, given: department, expected: { zh: `${name}（部门属于自己）`, en: '(a department owns itself)' } });
  } else if (!departments.has(department)) {
    context.report(manifest, 'CONFIG_DEPARTMENT_UNKNOWN', { path, given: department, expected: oneOf(departments) });
  } else if (kindsForAll.has(manifest.kind) && department !== context.workspace.dataOffice) {
    context.report(manifest, 'CONFIG_OWNER_NOT_DATA_OFFICE', { path, given: department });
  }
}

function placeOf({ file, lines }: Manifest): string {
  const line = lines?.get('');
  return line === undefined ? file : `${file}:${String(line)}`;
}
