import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assetPath } from '../assets.js';
import { loadCodeTables, type CodeTables } from '../code-tables.js';
import { describeDataset } from '../dataset-schema.js';
import { loadRecordSchemas, type RecordSchemas } from '../record-schemas.js';
import { codeTablesPage } from './code-tables-page.js';
import { datasetPage, type DictionaryDataset } from './dataset-page.js';
import { indexPage } from './index-page.js';

const folder = 'docs/schemas';

/**
 * The data dictionary as Markdown, by file name: a page for every dataset, one with all code tables, and an index
 * (README.md, which code hosts show with the folder). A new dataset gets its page by being there.
 */
export function dictionaryPages(schemas: RecordSchemas, codeTables: CodeTables): Map<string, string> {
  const datasets: DictionaryDataset[] = [...schemas.datasets].map(([name, source]) => ({
    source,
    schema: describeDataset(name, source, schemas.parts),
  }));
  return new Map([
    ['README.md', indexPage(datasets)],
    ['code-tables.md', codeTablesPage(codeTables, datasets)],
    ...datasets.map((dataset) => [`${dataset.schema.name}.md`, datasetPage(dataset, schemas.datasets)] as const),
  ]);
}

/** Everything in the folder is written here, so the page of a dataset that went goes too. */
function writePages(): void {
  const pages = dictionaryPages(loadRecordSchemas(), loadCodeTables());
  mkdirSync(assetPath(folder), { recursive: true });
  for (const file of readdirSync(assetPath(folder))) if (!pages.has(file)) rmSync(assetPath(`${folder}/${file}`));
  for (const [file, text] of pages) writeFileSync(assetPath(`${folder}/${file}`), text);
}

/** Run as a program it writes the pages; imported it does nothing. */
if (process.argv[1] === fileURLToPath(import.meta.url)) writePages();
