import type { PlannedStep } from './check-steps.js';
import type { FoundFile } from './found-file.js';
import type { Place } from './places/place.js';
import type { FileChoice } from './places/ready-files.js';
import { readyFiles } from './places/ready-files.js';
import { withFirstPart } from './held-file.js';

/** Finds the way to the folder, lists its files, and reads the header of the last one in name order. */
export function fileCheckSteps<Stream extends FileChoice>(
  place: Place,
  stream: Stream,
  columns: (file: FoundFile, stream: Stream, signal: AbortSignal) => Promise<readonly string[]>,
  now: () => Date,
): readonly PlannedStep[] {
  return [
    ...place.steps(stream.folder),
    {
      step: 'rights',
      run: async (signal) => {
        const { ready, waiting } = await readyFiles(place, stream, now(), signal);
        return {
          zh: `${stream.pattern}：可读 ${ready.length} 个文件，未写完 ${waiting.length} 个`,
          en: `${stream.pattern}: ${ready.length} files ready, ${waiting.length} still being written`,
        };
      },
    },
    {
      step: 'read',
      run: async (signal) => {
        const newest = (await readyFiles(place, stream, now(), signal)).ready.at(-1);
        const names =
          newest &&
          (await withFirstPart(place, stream, newest, signal, async (file) => await columns(file, stream, signal)));
        if (!names) return { zh: '尚无文件可试读', en: 'No file to try yet' };
        return { zh: `${newest.name}：${names.length} 列`, en: `${newest.name}: ${names.length} columns` };
      },
    },
  ];
}
