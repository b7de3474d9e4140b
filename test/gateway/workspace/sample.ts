import type { ConnectorType } from '../../../connectors/connector.js';
import { checkWorkspace } from '../../../gateway/workspace/check.js';
import { readManifests } from '../../../gateway/workspace/load.js';
import { describeProblem } from '../../../gateway/workspace/manifest-problem.js';
import { manifestSchemas } from '../../../gateway/workspace/manifest-schemas.js';
import { loadShipped } from '../../../gateway/workspace/shipped.js';
import { createWorkspace, type Workspace } from '../../../gateway/workspace/workspace.js';

const today = '2026-11-23';
const shipped = loadShipped();
const schemas = manifestSchemas();

/** A sound workspace in one text: two departments, a source, a receiver, mappings, an agreement, an exchange. */
export const sampleText = `apiVersion: jiantong/v1
kind: Department
metadata: { name: data-office }
spec: { title: 甘南州数据局, creditCode: 11623000000000019E, divisionCode: "623000", isDataOffice: true }
---
apiVersion: jiantong/v1
kind: Department
metadata: { name: gannan-housing }
spec: { title: 甘南州住房和城乡建设局, creditCode: 1162300000TET1015P, divisionCode: "623000" }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: housing-db, department: gannan-housing }
spec:
  type: table
  system: gannan-housing
  config:
    host: { env: HOUSING_HOST }
    port: 5432
    password: { env: HOUSING_PASSWORD }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: credit-china, department: data-office }
spec:
  type: receiver
  system: credit-china
  config: { url: "https://credit.example/api" }
  delivery: { repeat: ask, acceptance: receipt }
---
apiVersion: jiantong/v1
kind: Mapping
metadata: { name: housing-penalty, department: gannan-housing }
spec:
  from: { system: gannan-housing, stream: t_penalty }
  to: { dataset: administrative-penalty }
  version: 1
  fields:
    documentNumber: { from: wsh, apply: [trim] }
---
apiVersion: jiantong/v1
kind: Mapping
metadata: { name: penalty-to-credit, department: data-office }
spec:
  from: { dataset: administrative-penalty }
  to: { system: credit-china, stream: penalties }
  version: 1
  fields:
    CF_WSH: { from: documentNumber }
---
apiVersion: jiantong/v1
kind: Agreement
metadata: { name: housing-to-credit, department: gannan-housing }
spec:
  title: 州住建局向信用中国报送行政处罚信息
  provider: gannan-housing
  receiver: data-office/credit-china
  dataset: administrative-penalty
  scope: { fields: [documentNumber, party.name] }
  method: 接口推送
  procedure: 部门审核后自动报送
  timeLimit: 七个工作日
  frequency: 每十分钟
  confidentiality: 证件号码不公开
  validFrom: 2026-01-01
  validTo: 2026-12-31
---
apiVersion: jiantong/v1
kind: Exchange
metadata: { name: housing-penalties, department: gannan-housing }
spec:
  dataset: administrative-penalty
  source: { connector: housing-db, stream: t_penalty, cursor: updated_at, key: id, mapping: housing-penalty }
  targets:
    - connector: data-office/credit-china
      mapping: data-office/penalty-to-credit
      agreement: housing-to-credit
      when: { party.category: legal-person }
  schedule: { cron: "*/10 * * * *" }
`;

const create = (): never => {
  throw new Error('nothing is opened here');
};

/** A type to pull from and one to push to, with the kinds of settings that types have. */
export const sampleTypes: ReadonlyMap<string, ConnectorType<never>> = new Map(
  (
    [
      {
        type: 'table',
        titleZh: '数据表',
        titleEn: 'Table',
        spec: {
          type: 'object',
          additionalProperties: false,
          required: ['host'],
          properties: {
            host: { title: '主机', type: 'string', pattern: '^[a-z0-9.-]+$', examples: ['10.0.0.8'] },
            port: { title: '端口', type: 'integer', minimum: 1, maximum: 65_535 },
            encrypted: { title: '加密', type: 'boolean' },
            password: { title: '密码', type: 'string', 'x-secret': true },
            pause: { type: 'object', required: ['seconds'], additionalProperties: false, properties: { seconds: { type: 'integer' } } },
            login: { oneOf: [{ type: 'object', required: ['user'], properties: { user: { type: 'string', minLength: 2 } } }, { const: 'none' }] },
          },
        },
        capabilities: { canPull: true, canPush: false, receipts: 'none', canQuery: false },
        create,
      },
      {
        type: 'receiver',
        titleZh: '接收方',
        titleEn: 'Receiver',
        spec: { type: 'object', additionalProperties: false, required: ['url'], properties: { url: { title: '地址', type: 'string' } } },
        capabilities: { canPull: false, canPush: true, receipts: 'now', canQuery: true },
        create,
      },
      {
        type: 'letterbox',
        titleZh: '信箱',
        titleEn: 'Letterbox',
        spec: { type: 'object' },
        capabilities: { canPull: false, canPush: true, receipts: 'none', canQuery: false },
        create,
      },
    ] as const satisfies readonly ConnectorType<never>[]
  ).map((type) => [type.type, type]),
);

/** The sample with pieces of its text replaced; every piece has to be there. */
export function sampleWith(...changes: readonly (readonly [string, string])[]): string {
  let text = sampleText;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the sample has no ${from}`);
    text = text.replace(from, to);
  }
  return text;
}

export function workspaceOf(text: string): Workspace {
  const { manifests } = readManifests([{ file: 'city.yaml', text }], schemas);
  return createWorkspace({ manifests, shipped, folder: '/workspace' });
}

/** What a user reads of a text: mistakes of form, or else mistakes among the manifests. */
export function readingOf(text: string): string[] {
  const { ofForm, amongManifests } = problemsOf(text);
  return (ofForm.length > 0 ? ofForm : amongManifests()).map(describeProblem);
}

/** All of them, those of form first: for texts that hold many broken manifests at once. */
export function everyReadingOf(text: string): string[] {
  const { ofForm, amongManifests } = problemsOf(text);
  return [...ofForm, ...amongManifests()].map(describeProblem);
}

function problemsOf(text: string) {
  const { manifests, problems: ofForm } = readManifests([{ file: 'city.yaml', text }], schemas);
  const workspace = createWorkspace({ manifests, shipped, folder: '/workspace' });
  return { ofForm, amongManifests: () => checkWorkspace(workspace, { types: sampleTypes, today }) };
}
