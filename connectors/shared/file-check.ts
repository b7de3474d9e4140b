import type { CheckStep, ConnectorContext } from '../connector.js';
import type { PlannedStep } from './check-steps.js';
import { runSteps } from './check-steps.js';
import type { FilePlace, FoundFile } from './file-place.js';
import { listFiles, resolveFolder } from './file-place.js';

/** Finds the folder, lists its files, and reads the header of the last one in name order, for every stream. */
export function checkFiles<Stream extends FilePlace>(
  streams: readonly Stream[],
  columns: (file: FoundFile, stream: Stream, signal: AbortSignal) => Promise<readonly string[]>,
  context: ConnectorContext,
  signal: AbortSignal,
): AsyncIterable<CheckStep> {
  const steps = streams.flatMap((stream): PlannedStep[] => {
    const list = async () => await listFiles(context, stream, context.now());
    return [
      {
        step: 'resolve',
        run: async () => {
          const folder = await resolveFolder(context, stream.folder);
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
          const { length } = await columns(newest, stream, signal);
          return { zh: `${newest.name}：${length} 列`, en: `${newest.name}: ${length} columns` };
        },
      },
    ];
  });
  return runSteps(steps, context.now, signal);
}
