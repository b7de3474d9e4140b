import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import type { LogKeyView } from '../../services/log.js';
import type { LogEntry } from '../../exchange-log/entry.js';
import { parseManifest, type ArchiveManifest } from '../../exchange-log/archive/manifest.js';
import { verifyArchive } from '../../exchange-log/archive/verify.js';
import { checkExtension, type ExtensionVerdict } from '../../exchange-log/check-extension.js';
import type { StoreFault } from '../../exchange-log/store-faults.js';
import { storyLine } from '../../exchange-log/story.js';
import { openCheckpoint, verifyBundle, type BundleVerdict } from '../../exchange-log/verify/bundle.js';
import { readCheckpoint } from '../../exchange-log/stored-tree.js';
import { checkWitnessed } from '../../exchange-log/witness/check-witnessed.js';
import { verifyStore } from '../../exchange-log/verify-store.js';
import { logReadings } from '../../reading/log.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { withReadings, withStore, type CommonOptions } from '../open-services.js';
import type { World } from '../world.js';
import { keysFor } from './log-keys.js';

interface VerifyOptions extends CommonOptions {
  readonly key: readonly string[];
  readonly since: readonly string[];
}

/** `jiantong log verify`. */
export function addLogVerifyCommand(log: Command, line: CommandLine): void {
  line
    .add(log, 'verify', {
      zh: '核验交换日志：证明文件（离线，只凭密钥）、整个存储，或自某检查点以来的延续。',
      en: 'Verify the exchange log: a bundle of proofs (offline, with nothing but a key), a whole store, or that it extends a checkpoint.',
      example: 'jiantong log verify proof.json --key "$(cat gannan-log.key)"',
    })
    .argument('[bundle]', 'log prove 写出的证明文件或 log archive 写出的 manifest；不给则核验存储。 Bundle of log prove or manifest of log archive; the store without it.')
    .option(
      '--key <key>',
      '事先取得的公钥或其指纹，也可为时间戳机构证书的指纹；可重复。 Public key or its fingerprint, had beforehand, or that of a time stamp authority’s certificate; may be repeated.',
      (text: string, keys: readonly string[]) => [...keys, text],
      [],
    )
    .option(
      '--since <file>',
      '证明现在的日志是该检查点的延续；可重复，如各见证方保存的检查点。 Prove that the log extends the checkpoint in this file; may be repeated, for what several witnesses keep.',
      (text: string, files: readonly string[]) => [...files, text],
      [],
    )
    .action(line.does((bundle: string | undefined, options: VerifyOptions) => verify(line, bundle, options)));
}

async function verify(line: CommandLine, bundle: string | undefined, options: VerifyOptions): Promise<ExitCode> {
  if (bundle !== undefined) return verifyFile(line, bundle, options);
  return options.since.length === 0 ? verifyWhole(line, options) : verifySince(line, options.since, options);
}

async function verifyFile({ world }: CommandLine, file: string, options: VerifyOptions): Promise<ExitCode> {
  if (options.key.length === 0) throw new GatewayError('CLI_KEY_MISSING');
  const path = resolve(world.workingFolder, file);
  const text = await readFile(path, 'utf8');
  const manifest = parseManifest(text);
  if (manifest !== undefined) return verifyMonth(world, manifest, dirname(path), options);
  const verdict = await verifyBundle(text, options.key);
  print(world, options, verdict, () => bundleText(verdict));
  return verdict.faults.length === 0 ? exitCode.done : exitCode.foundProblem;
}

async function verifyMonth(world: World, manifest: ArchiveManifest, folder: string, options: VerifyOptions): Promise<ExitCode> {
  const verdict = await verifyArchive(manifest, folder, await keysFor(options.key, manifest.keys));
  print(world, options, verdict, () =>
    [
      `归档 archive: ${manifest.month}，事件 events ${String(verdict.first)}–${String(verdict.until - 1)}，日志 log ${verdict.origin ?? '-'}`,
      ...verdict.faults.map(faultLine),
      verdict.faults.length === 0 ? `全部 ${String(verdict.verified)} 个事件都在由所给密钥签名的日志中。 All are in a log that the given key has signed.` : '归档不可采信。 Not to be relied on.',
    ].join('\n').concat('\n'),
  );
  return verdict.faults.length === 0 ? exitCode.done : exitCode.foundProblem;
}

function bundleText({ faults, proven, signers, stampsUnchecked }: BundleVerdict): string {
  const lines = [
    // What the entries say, not the bundle's story: nothing vouches for that.
    ...proven.map(({ index, entry, witnessedAt }) => `✓ ${String(index)} ${storyLine(entry as unknown as LogEntry)}${witnessedAt === undefined ? '' : ` · 最迟已存在于 there by ${witnessedAt}`}`),
    ...faults.map(({ code, event, zh, en }) => `✗ ${event === undefined ? '' : `事件 event ${String(event)}: `}${zh} ${en} (${code})`),
    faults.length === 0
      ? `全部 ${String(proven.length)} 个事件都在由所给密钥签名的日志中。 All are in a log that the given key has signed.`
      : `发现 ${String(faults.length)} 处问题，不能采信。 Not to be relied on.`,
    ...(stampsUnchecked === 0 ? [] : [`未核对的时间戳 time stamps not checked: ${String(stampsUnchecked)}，请以 --key 给出机构证书的指纹。 Give the fingerprint of the authority's certificate.`]),
    ...signers.map((signer) => `签名 signed by ${signer}`),
  ];
  return `${lines.join('\n')}\n`;
}

async function verifyWhole({ world }: CommandLine, options: VerifyOptions): Promise<ExitCode> {
  return withStore(world, options, async (store) => {
    const keys = await keysFor(options.key, textsOf(await logReadings({ store, scope: 'all' }).keys()));
    const isLive = world.stderr.isTTY === true;
    const onProgress = (verified: number): void => {
      if (isLive) world.stderr.write(`\r已核验 verified: ${String(verified)}`);
    };
    const found = await verifyStore(store, { keys, onProgress });
    const note = await readCheckpoint(store);
    const opened = note === undefined ? undefined : openCheckpoint(note, keys);
    const shown = opened === undefined || 'code' in opened || found.faults.length > 0 ? [] : await checkWitnessed(store, keys, opened.checkpoint);
    const verdict = { ...found, faults: [...found.faults, ...shown] };
    if (isLive) world.stderr.write('\r\u001B[K');
    print(world, options, verdict, () =>
      [
        `日志 log: ${verdict.origin ?? '-'}`,
        `已核验 verified: ${String(verdict.verified)} / ${String(verdict.treeSize)} 个事件 events，${String(verdict.checkpoints)} 个检查点 checkpoints`,
        ...(verdict.pruned > 0 ? [`其中已归档清出 of them in archives only: ${String(verdict.pruned)}，其内容凭归档核验 what they say is for log verify of the archives`] : []),
        ...(verdict.waitingSegments > 0 ? [`待封存 not sealed yet: ${String(verdict.waitingSegments)} 段 segments`] : []),
        ...verdict.faults.map(faultLine),
        verdict.faults.length === 0 ? '没有发现问题。 Nothing is wrong.' : '日志不可采信，请保全存储并追查。 Not to be relied on: secure the store and look into it.',
        ...trustNote(options),
      ].join('\n').concat('\n'),
    );
    return verdict.faults.length === 0 ? exitCode.done : exitCode.foundProblem;
  });
}

async function verifySince({ world }: CommandLine, files: readonly string[], options: VerifyOptions): Promise<ExitCode> {
  const kept = await Promise.all(files.map((file) => readFile(resolve(world.workingFolder, file), 'utf8')));
  return withReadings(world, options, async ({ log }) => {
    const keys = await keysFor(options.key, textsOf(await log.keys()));
    const verdicts: (ExtensionVerdict & { readonly file: string })[] = [];
    for (const [at, file] of files.entries()) verdicts.push({ file, ...(await checkExtension(kept[at] ?? '', keys, (size) => log.extension(size))) });
    const [only] = verdicts;
    print(world, options, verdicts.length === 1 ? only : { checkpoints: verdicts }, () =>
      [
        ...verdicts.flatMap(({ file, faults, older, newer }) => [
          ...(verdicts.length === 1 ? [] : [file]),
          ...faults.map(faultLine),
          ...(faults.length === 0 ? [`日志从 ${String(older)} 个事件延续到 ${String(newer)} 个，其间没有改写。 The log extends the checkpoint; nothing of it was rewritten.`] : []),
        ]),
        ...trustNote(options),
      ].join('\n').concat('\n'),
    );
    return verdicts.every(({ faults }) => faults.length === 0) ? exitCode.done : exitCode.foundProblem;
  });
}

function faultLine({ code, index, until, event, zh, en }: StoreFault): string {
  const last = until === undefined || index === undefined || until <= index + 1 ? '' : `–${String(until - 1)}`;
  const place = index === undefined ? '' : ` [${String(index)}${last}]`;
  const which = event === undefined ? '' : ` ${event.at} ${event.station} ${event.record ?? ''} (${event.id})`;
  return `✗${place} ${zh} ${en} (${code})${which}`;
}

function trustNote({ key }: VerifyOptions): string[] {
  if (key.length > 0) return [];
  return ['所用公钥取自存储本身；要排除运营方改动，请用 --key 给出事先取得的公钥。 The keys came from the store itself; give --key to rely on nobody who can write it.'];
}

function textsOf(keys: readonly LogKeyView[]): string[] {
  return keys.map(({ key }) => key);
}
