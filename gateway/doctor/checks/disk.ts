import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { systemErrorCode } from '../../system-error.js';
import { bad, ok, warn, type Finding } from '../finding.js';

const gibibyte = 1024 ** 3;
const scarceBytes = 5 * gibibyte;
const dangerBytes = gibibyte / 2;

/** Free disk where the data folder is or will be. */
export async function checkDisk(dataFolder: string, freeBytesOf = freeBytes): Promise<Finding> {
  const free = await freeBytesOf(dataFolder);
  const place = { check: 'disk', subject: dataFolder } as const;
  const size = `${(free / gibibyte).toFixed(1)} GiB`;
  const words = { zh: `可用空间 ${size}`, en: `${size} free` };
  if (free >= scarceBytes) return ok(place, words);
  const mend = {
    fixZh: '请清理磁盘，或用 --data 把数据目录放到更大的磁盘上。',
    fixEn: 'Free some disk, or put the data folder on a larger one with --data.',
  };
  return free >= dangerBytes ? warn(place, { ...words, ...mend }) : bad(place, { ...words, ...mend });
}

/** Of the folder itself, or of the nearest one above that is there. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}
