import type { ManifestChanges } from '../workspace/versions.js';
import type { Manifest } from '../workspace/resources.js';
import type { Workspace } from '../workspace/workspace.js';
import { departmentCalendars } from './department-calendars.js';
import type { DeadlinesInForce } from './moves.js';
import { ruleOfManifest } from './rule.js';

/** Rules and calendars of a workspace; `versionOf` gives each rule its version in the store. */
export function deadlinesInForce(workspace: Workspace, versionOf: (manifest: Manifest<unknown>) => number): DeadlinesInForce {
  const divisions = new Map(workspace.departments().map(({ metadata, spec }) => [metadata.name, spec.divisionCode]));
  const layers = workspace.calendars().map(({ spec }) => spec);
  const calendarOf = departmentCalendars(layers, (department) => divisions.get(department) ?? '');
  const closings = new Map(
    workspace.connectors().map(({ metadata, spec }) => [`${metadata.department}/${metadata.name}`, spec.delivery?.openingHours?.closes]),
  );
  return {
    rules: workspace.deadlineRules().map((manifest) => ruleOfManifest(manifest, versionOf(manifest))),
    closingTimeOf: (target) => closings.get(target),
    calendarOf: (department) => (divisions.has(department) ? calendarOf(department) : undefined),
  };
}

/** Whether a change of configuration may give open obligations another due date: rules, days off, places, closing times. */
export function affectsDeadlines({ created, changed }: Pick<ManifestChanges, 'created' | 'changed'>): boolean {
  const isOf = (kinds: readonly string[]) => ({ kind }: { readonly kind: string }) => kinds.includes(kind);
  return created.some(isOf(['DeadlineRule', 'Calendar'])) || changed.some(isOf(['DeadlineRule', 'Calendar', 'Department', 'Connector']));
}
