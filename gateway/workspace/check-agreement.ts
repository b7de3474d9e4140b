import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import { checkDataset, resolveOrReport } from './check-references.js';
import type { AgreementSpec, Manifest } from './resources.js';

/** Provider, receiver, dataset and fields exist, and the period is one. Who is bound by it checks that it is in force. */
export function checkAgreement(manifest: Manifest<AgreementSpec>, context: CheckContext): void {
  const { provider, receiver, validFrom, validTo, scope, dataset, basis, law, receivingDepartment, masked = [] } = manifest.spec;
  const departments = context.workspace.departments().map(({ metadata }) => metadata.name);
  if (!departments.includes(provider)) {
    context.report(manifest, 'CONFIG_DEPARTMENT_UNKNOWN', { path: '/spec/provider', given: provider, expected: oneOf(departments) });
  }
  if (receivingDepartment !== undefined && !departments.includes(receivingDepartment)) {
    context.report(manifest, 'CONFIG_DEPARTMENT_UNKNOWN', { path: '/spec/receivingDepartment', given: receivingDepartment, expected: oneOf(departments) });
  }
  if (basis === 'statutory' && law === undefined) context.report(manifest, 'CONFIG_AGREEMENT_LAW_MISSING', { path: '/spec/law' });
  resolveOrReport({ manifest, kind: 'Connector', reference: receiver, path: '/spec/receiver' }, context);
  if (validTo !== undefined && validTo < validFrom) {
    context.report(manifest, 'CONFIG_PERIOD_REVERSED', { path: '/spec/validTo', given: `${validFrom} … ${validTo}` });
  }
  if (!checkDataset(manifest, context)) return;
  const known = fieldNames(context.datasets.get(dataset)?.fields.keys() ?? []);
  for (const [index, field] of scope.fields.entries()) {
    if (field === '*' || known.has(field)) continue;
    context.report(manifest, 'CONFIG_DATASET_FIELD_UNKNOWN', { path: `/spec/scope/fields/${String(index)}`, given: field });
  }
  for (const [index, field] of masked.entries()) {
    if (known.has(field)) continue;
    context.report(manifest, 'CONFIG_DATASET_FIELD_UNKNOWN', { path: `/spec/masked/${String(index)}`, given: field });
  }
}

/** Fields as agreements write them: `officers.name` for `officers.*.name`. */
function fieldNames(paths: Iterable<string>): ReadonlySet<string> {
  return new Set([...paths].map((path) => path.split('.').filter((part) => part !== '*').join('.')));
}
