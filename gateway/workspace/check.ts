import type { ConnectorType } from '../../connectors/connector.js';
import { type ErrorCode, GatewayError } from '../../schemas/errors.js';
import { type CodeTables, loadCodeTables } from '../../schemas/code-tables.js';
import { describeDataset, type DatasetSchema } from '../../schemas/dataset-schema.js';
import { loadRecordSchemas } from '../../schemas/record-schemas.js';
import type { Calendar } from '../deadlines/calendar.js';
import { departmentCalendars } from '../deadlines/department-calendars.js';
import { checkAgreement } from './check-agreement.js';
import { checkConnector } from './check-connector.js';
import { checkContent } from './check-content.js';
import { checkExchange } from './check-exchange.js';
import { checkNames } from './check-names.js';
import { type ManifestProblem, problemAt, type ProblemFacts } from './manifest-problem.js';
import type { Manifest } from './resources.js';
import { manifestsOf, type Workspace } from './workspace.js';

/** What manifests are judged by besides each other. */
export interface CheckTools {
  readonly types: ReadonlyMap<string, ConnectorType<never>>;
  /** The day in Asia/Shanghai, YYYY-MM-DD: agreements are in force or not. */
  readonly today: string;
}

/** What the single checks work with. */
export interface CheckContext extends CheckTools {
  readonly workspace: Workspace;
  readonly datasets: ReadonlyMap<string, DatasetSchema>;
  readonly codeTables: CodeTables;
  /** Those that come with the program; only these can be extended. */
  readonly shippedCodeTables: CodeTables;
  /** The calendar that a department works by; undefined while the calendars have mistakes of their own. */
  calendarOf(department: string): Calendar | undefined;
  report(manifest: Manifest<unknown>, code: ErrorCode, facts?: ProblemFacts): void;
}

/**
 * Judges a workspace's manifests among each other and by what they reach for: names, owners, references, agreements,
 * datasets, mappings, connector types, schedules. All mistakes at once, in the order of files and lines; an empty list
 * means that the workspace can run. Connects to nothing and reads no environment variable.
 */
export function checkWorkspace(workspace: Workspace, tools: CheckTools): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const { datasets, parts } = loadRecordSchemas();
  const shippedCodeTables = loadCodeTables();
  const context: CheckContext = {
    ...tools,
    workspace,
    datasets: new Map([...datasets].map(([name, schema]) => [name, describeDataset(name, schema, parts)])),
    codeTables: workspace.codeTables(shippedCodeTables),
    shippedCodeTables,
    calendarOf: calendarsOf(workspace),
    report: (manifest, code, facts) => problems.push(problemAt(manifest, code, facts)),
  };
  checkNames(context);
  for (const manifest of manifestsOf('Connector', workspace.own)) checkConnector(manifest, context);
  for (const manifest of manifestsOf('Agreement', workspace.own)) checkAgreement(manifest, context);
  for (const manifest of manifestsOf('Exchange', workspace.own)) checkExchange(manifest, context);
  for (const manifest of workspace.own) checkContent(manifest, context);
  const order = new Map([...new Set(workspace.own.map(({ file }) => file))].map((file, index) => [file, index]));
  return problems.toSorted((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || (a.line ?? 0) - (b.line ?? 0));
}

function calendarsOf(workspace: Workspace): CheckContext['calendarOf'] {
  const divisions = new Map(workspace.departments().map(({ metadata, spec }) => [metadata.name, spec.divisionCode]));
  const calendarOf = departmentCalendars(workspace.calendars().map(({ spec }) => spec), (department) => divisions.get(department) ?? '');
  return (department) => {
    try {
      return calendarOf(department);
    } catch (error) {
      // Told with its place by the check of the calendars' own content.
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  };
}
