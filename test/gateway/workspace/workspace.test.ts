import { describe, expect, it } from '@jest/globals';
import { loadCodeTables } from '../../../schemas/code-tables.js';
import { loadWorkspace, readManifests } from '../../../gateway/workspace/load.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { createWorkspace, type Workspace } from '../../../gateway/workspace/workspace.js';
import { assetPath } from '../../../schemas/assets.js';
import { sampleText, sampleWith, workspaceOf } from './sample.js';

/** A workspace of the sample, further documents, and the shipped mapping `common` of the data office. */
function withShippedMapping(...documents: readonly string[]): Workspace {
  const text = [sampleText, ...documents].join('---\n');
  const shipped = readManifests([{ file: 'shipped.yaml', text: mapping('common', 'data-office', 1) }]).manifests;
  return createWorkspace({ manifests: readManifests([{ file: 'city.yaml', text }]).manifests, shipped, folder: '/workspace' });
}

function mapping(name: string, department: string, version: number): string {
  return `apiVersion: jiantong/v1
kind: Mapping
metadata: { name: ${name}, department: ${department} }
spec: { from: { dataset: inspection }, to: { system: s, stream: t }, version: ${String(version)}, fields: { a: { from: b } } }
`;
}

describe('references of a workspace', () => {
  it('reach the own department by a bare name and any other by department/name', () => {
    const workspace = workspaceOf(sampleText);
    expect(workspace.connector('housing-db', 'gannan-housing').spec.system).toBe('gannan-housing');
    expect(workspace.connector('data-office/credit-china', 'gannan-housing').spec.delivery?.repeat).toBe('ask');
    expect(() => workspace.connector('credit-china', 'gannan-housing')).toThrow('CONFIG_REFERENCE_UNKNOWN');
  });

  it('reach another department only where it shares, and the data office always', () => {
    const kept = workspaceOf(sampleText);
    expect(() => kept.connector('gannan-housing/housing-db', 'data-office')).toThrow('CONFIG_REFERENCE_NOT_SHARED');
    const shared = workspaceOf(sampleWith(['name: housing-db, department: gannan-housing', 'name: housing-db, department: gannan-housing, shared: true']));
    expect(shared.connector('gannan-housing/housing-db', 'data-office').metadata.name).toBe('housing-db');
  });

  it('reach a shipped resource by its bare name from every department', () => {
    expect(withShippedMapping().mapping('common', 'gannan-housing').spec.version).toBe(1);
  });

  it('take the data office’s resource in place of the shipped one of its name, and the own before both', () => {
    const overridden = withShippedMapping(mapping('common', 'data-office', 2), mapping('common', 'gannan-housing', 3));
    expect(overridden.mapping('common', 'gannan-market').spec.version).toBe(2);
    expect(overridden.mapping('data-office/common', 'gannan-housing').spec.version).toBe(2);
    expect(overridden.mapping('common', 'gannan-housing').spec.version).toBe(3);
    expect(overridden.manifests.filter(({ metadata }) => metadata.name === 'common')).toHaveLength(2);
  });
});

describe('a workspace', () => {
  it('gives each target its stream: the dataset’s name unless the manifest says otherwise', () => {
    const streamsOf = (text: string): string[] => workspaceOf(text).exchanges().flatMap(({ spec }) => spec.targets.map(({ stream }) => stream));
    expect(streamsOf(sampleText)).toEqual(['administrative-penalty']);
    expect(streamsOf(sampleWith(['      mapping: data-office', '      stream: penalties\n      mapping: data-office']))).toEqual(['penalties']);
  });

  it('has the shipped calendars and rules, and the data office’s in place of those of their names', () => {
    const shipped = workspaceOf(sampleText);
    expect(shipped.calendars().map(({ metadata }) => metadata.name)).toContain('national-2026');
    const rule = shipped.deadlineRules().find(({ metadata }) => metadata.name === 'publicity-20wd');
    const text = `apiVersion: jiantong/v1\nkind: DeadlineRule\nmetadata: { name: publicity-20wd, department: data-office }\nspec: ${JSON.stringify({ ...rule?.spec, duration: { workingDays: 15 } })}\n`;
    const own = workspaceOf(`${sampleText}---\n${text}`);
    const durations = own.deadlineRules().filter(({ metadata }) => metadata.name === 'publicity-20wd').map(({ spec }) => 'duration' in spec && spec.duration);
    expect(durations).toEqual([{ workingDays: 15 }]);
    expect(own.deadlineRules()).toHaveLength(shipped.deadlineRules().length);
  });

  it('puts its code tables in place of shipped ones', () => {
    const table = `apiVersion: jiantong/v1
kind: CodeTable
metadata: { name: party-category, department: data-office }
spec: { title: 类别, titleEn: Category, standard: 示例, version: "2", validFrom: 2026-01-01, items: [{ code: x, zh: 甲, en: A }] }
`;
    const tables = workspaceOf(`${sampleText}---\n${table}`).codeTables(loadCodeTables());
    expect(tables.item('party-category', 'x')?.zh).toBe('甲');
    expect(tables.names).toEqual(loadCodeTables().names);
  });
});

describe('what comes with the program', () => {
  it('is without mistakes of form and marked as shipped', () => {
    const shipped = loadShipped();
    expect(shipped.every(({ isShipped }) => isShipped)).toBe(true);
    expect(new Set(shipped.map(({ kind }) => kind))).toEqual(new Set(['Mapping', 'DeadlineRule', 'Calendar']));
  });

  it('brings an example workspace whose manifests are all well formed', () => {
    expect(loadWorkspace(assetPath('examples/gannan')).problems).toEqual([]);
  });
});
