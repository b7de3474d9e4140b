import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The gateway's configuration of the benchmark: one CSV source, one receiver, one exchange, with its agreement. */
export async function writeWorkspace(folder: string, source: string, url: string, concurrency: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'bench.yaml'),
    `apiVersion: jiantong/v1
kind: Department
metadata: { name: gannan-market, department: gannan-market }
spec: { title: 甘南州市场监督管理局, creditCode: 1162300000TET1023J, divisionCode: "623000" }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: files, department: gannan-market }
spec: { type: csv, system: gannan-market, config: { folder: ${JSON.stringify(source)}, encoding: utf-8, stableSeconds: 0 } }
---
apiVersion: jiantong/v1
kind: Connector
metadata: { name: receiver, department: gannan-market }
spec:
  type: rest
  system: credit-china
  config:
    baseUrl: ${url}
    success: { path: code, values: ["0000"], text: message }
    streams:
      administrative-penalty:
        push:
          path: /api/penalties
          body: { rows: rows, rowField: data, fields: { idempotencyKey: uuid, recordKey: recordKey, operation: op }, operations: { insert: save, update: save, withdraw: withdraw } }
          response:
            rows: { results: results, by: idempotencyKey, key: uuid, outcome: { path: code, accepted: ["0000"], rejected: ["*"] }, code: code, text: message }
  delivery: { repeat: safe, acceptance: receipt, batchRowsMax: 500, batchBytesMax: 8000000, concurrency: ${String(concurrency)} }
---
apiVersion: jiantong/v1
kind: Agreement
metadata: { name: bench, department: gannan-market }
spec:
  title: 双公示
  provider: gannan-market
  receiver: receiver
  dataset: administrative-penalty
  scope: { fields: ["*"] }
  method: 接口
  procedure: 自动
  timeLimit: 7个工作日
  frequency: 每10分钟
  confidentiality: 公开
  validFrom: "2026-01-01"
---
apiVersion: jiantong/v1
kind: Exchange
metadata: { name: penalties, department: gannan-market }
spec:
  dataset: administrative-penalty
  source: { connector: files, stream: penalties, key: [CF_WSH, CF_XDR_MC], mapping: double-publicity-2018-penalty }
  targets:
    - { connector: receiver, mapping: credit-china-penalty, agreement: bench }
`,
  );
}
