import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';

import { InvalidArgumentError, type Command } from 'commander';

import { verifierFile, verifierKinds, type VerifierKind } from '../../exchange-log/verify-page/verifier-files.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { CommonOptions } from '../open-services.js';

interface VerifierOptions extends CommonOptions {
  readonly out: string;
}

/** `jiantong log verifier`: the programs that an auditor checks bundles with, on a machine without this one. */
export function addLogVerifierCommand(log: Command, line: CommandLine): void {
  line
    .add(log, 'verifier', {
      zh: '写出交给审计人员的核验程序：离线网页 verify.html 或 Python 脚本 verify.py，并输出其 SHA-256。',
      en: 'Write a verifier for auditors, the offline page verify.html or the Python script verify.py, and print its SHA-256.',
      example: 'jiantong log verifier --out verify.html',
    })
    .requiredOption('--out <file>', '写入的文件，.html 或 .py。 File to write, .html or .py.', verifierName)
    .action(line.does((options: VerifierOptions) => writeVerifier(line, options)));
}

async function writeVerifier({ world }: CommandLine, options: VerifierOptions): Promise<ExitCode> {
  const bytes = await readFile(verifierFile(kindOf(options.out)));
  await writeFile(resolve(world.workingFolder, options.out), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  print(world, options, { file: options.out, sha256 }, () => `SHA-256 ${sha256}  ${options.out}\n`);
  return exitCode.done;
}

function verifierName(text: string): string {
  if (verifierKinds.some((kind) => extname(text) === `.${kind}`)) return text;
  throw new InvalidArgumentError('应以 .html 或 .py 结尾。 Expected a name that ends in .html or .py.');
}

function kindOf(file: string): VerifierKind {
  return extname(file) === '.py' ? 'py' : 'html';
}
