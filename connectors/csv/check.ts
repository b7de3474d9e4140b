import type { CheckStep, ConnectorContext } from '../connector.js';
import type { PlannedStep } from '../shared/check-steps.js';
import { runSteps } from '../shared/check-steps.js';
import { listFiles, resolveFolder } from '../shared/file-place.js';
import { headOf } from './discover.js';
import type { CsvConfig } from './spec.js';
import { streamNames, streamSettings } from './streams.js';

/** Finds the folder, lists its files, and reads the header of the newest one, for every stream. */
export function checkCsv(
  config: CsvConfig,
  context: ConnectorContext,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const steps = streamNames(config).flatMap((name) => stepsOf(config, name, context));
  return runSteps(steps, context.now, signal);
}

function stepsOf(config: CsvConfig, name: string, context: ConnectorContext): PlannedStep[] {
  const stream = streamSettings(config, name);
  const list = async () => await listFiles(context.workspaceFolder, stream, context.now());
  return [
    {
      step: 'resolve',
      run: async () => {
        const folder = await resolveFolder(context.workspaceFolder, stream.folder);
        return { zh: `文件夹 ${folder} 存在`, en: `The folder ${folder} is there` };
      },
    },
    {
      step: 'rights',
      run: async () => {
        const { ready, waiting } = await list();
        return {
          zh: `${stream.pattern}：可读 ${ready.length} 个文件，未写完 ${waiting.length} 个`,
          en: `${stream.pattern}: ${ready.length} files ready, ${waiting.length} still being written`,
        };
      },
    },
    {
      step: 'read',
      run: async () => {
        const newest = (await list()).ready.at(-1);
        if (!newest) return { zh: '尚无文件可试读', en: 'No file to try yet' };
        const head = await headOf(newest, stream);
        const columns = head?.columns.length ?? 0;
        return { zh: `${newest.name}：${columns} 列`, en: `${newest.name}: ${columns} columns` };
      },
    },
  ];
}
