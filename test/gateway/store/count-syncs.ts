import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before a program, in every thread of it: adds a byte to the file that SYNC_COUNT_FILE names each time the
 * program asks the system to bring a file to the disk.
 */
const countFile = process.env['SYNC_COUNT_FILE'] ?? '';
const { fdatasyncSync } = fs;
fs.fdatasyncSync = (descriptor) => {
  fdatasyncSync(descriptor);
  fs.appendFileSync(countFile, '.');
};
syncBuiltinESMExports();
