#!/usr/bin/env -S node --max-semi-space-size=32 --heap-growing-percent=50
// Memory: a young generation of 64 MiB, as batches live for a while and copying them again and again cost a sixth of the time;
// and an old one that is collected when half as much again has come, not four times, which keeps a long run in 512 MiB.
import { openGateway } from '../app.js';
import { systemClock } from '../clock.js';
import { readEnvironment } from '../config.js';
import { systemErrorCode } from '../system-error.js';
import { programVersion } from '../version.js';
import { runCli } from './run.js';
import type { World } from './world.js';

/** The program itself: the only file that does something when it is loaded, and the only one that touches the process. */
const world: World = {
  env: readEnvironment(),
  workingFolder: process.cwd(),
  clock: systemClock,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  openGateway,
  onStopSignal: (stop) => {
    process.on('SIGINT', stop).on('SIGTERM', stop);
    return () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    };
  },
  exitNow: (code) => process.exit(code),
};

// A reader that has had enough (`jiantong … | head`) is no failure.
process.stdout.on('error', (error) => {
  if (systemErrorCode(error) !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), world, programVersion());
