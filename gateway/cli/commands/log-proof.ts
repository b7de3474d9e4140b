import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Command } from 'commander';

import { GatewayError } from '../../../schemas/errors.js';
import type { LogKeyView, LogWitnessView } from '../../services/log.js';
import { changeKey } from '../../exchange-log/change-key.js';
import type { MadeBundle, ProofWish } from '../../exchange-log/prove.js';
import { print, type CommandLine } from '../command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { settingsOf, withReadings, withStore, withStoreServices, type CommonOptions } from '../open-services.js';
import { table, type Column } from '../table.js';
import type { World } from '../world.js';

interface KeyOptions extends CommonOptions {
  readonly all?: boolean;
}

interface ProveOptions extends CommonOptions {
  readonly record?: string;
  readonly event?: string;
  readonly out?: string;
  readonly disclose?: boolean;
  readonly reference?: string;
  readonly reason?: string;
  readonly person?: string;
}

/** `jiantong log key`, `log checkpoint` and `log prove`: what an operator hands to an auditor. */
export function addLogProofCommands(log: Command, line: CommandLine): void {
  line
    .add(log, 'key', {
      zh: '输出交换日志的公钥，供审计人员事先取得；指纹写在标准错误上。',
      en: "Print the log's public key, for auditors to have beforehand; its fingerprint goes to standard error.",
      example: 'jiantong log key > gannan-log.key',
    })
    .option('--all', '连同已停用的公钥。 Retired keys too.')
    .action(line.does((options: KeyOptions) => showKeys(line, options)));
  line
    .add(log, 'rotate-key', {
      zh: '更换日志的签名密钥：最新的检查点由新旧两个密钥同时签名，旧检查点仍可核验。',
      en: "Change the log's signing key: the newest checkpoint is signed by both, and old ones stay verifiable.",
      example: 'jiantong log rotate-key',
    })
    .action(line.does((options: CommonOptions) => rotateKey(line, options)));
  line
    .add(log, 'checkpoint', {
      zh: '输出最新的检查点；由不受网关运营方控制的人保存，日后用 log verify --since 核对。',
      en: 'Print the newest checkpoint; kept outside the operator’s hands it is what log verify --since checks against.',
      example: 'jiantong log checkpoint > 2026-11-23.checkpoint',
    })
    .action(line.does((options: CommonOptions) => showCheckpoint(line, options)));
  line
    .add(log, 'witnesses', {
      zh: '列出见证方：各自收到哪个检查点，时间戳、共签、上链回执怎么说。',
      en: 'List the witnesses: which checkpoint each has, and what its stamp, cosignature or chain receipt says.',
      example: 'jiantong log witnesses',
    })
    .action(line.does((options: CommonOptions) => showWitnesses(line, options)));
  line
    .add(log, 'prove', {
      zh: '写出证明文件：一条记录的全部事件，或一个事件，连同各自在日志中的证明。',
      en: 'Write a bundle of proofs: all events of a record, or one event, each with the proof that the log has it.',
      example: 'jiantong log prove --record 019ab000-0000-7000-8000-000000000001 --out proof.json',
    })
    .option('--record <id>', '记录编号。 Id of the record.')
    .option('--event <id>', '事件编号或序号。 Id or index of the event.')
    .option('--out <file>', '写入文件；否则写到标准输出。 File to write; standard output otherwise.')
    .option('--disclose', '连同记录各版本内容的明文，一并可证。 The content of each version of the record in clear too, proven as well.')
    .option('--reference <number>', '出示用的案号或文号，记入交换日志。 Number of the case or document it is disclosed for; goes into the log.')
    .option('--reason <text>', '出示的理由。 Why it is disclosed.')
    .option('--person <name>', '出示人。 Who discloses it.')
    .action(line.does((options: ProveOptions) => prove(line, options)));
}

const keyColumns: readonly Column<LogKeyView>[] = [
  { zh: '公钥', en: 'key', value: ({ key }) => key, widthMax: 300 },
  { zh: '算法', en: 'algorithm', value: ({ algorithm }) => algorithm },
  { zh: '自', en: 'from size', value: ({ fromSize }) => fromSize },
  { zh: '至', en: 'until size', value: ({ untilSize }) => untilSize },
  { zh: '指纹', en: 'fingerprint', value: ({ fingerprint }) => fingerprint, widthMax: 64 },
];

async function showKeys({ world }: CommandLine, options: KeyOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ log }) => {
    const keys = await log.keys();
    const shown = options.all === true ? keys : keys.filter(({ untilSize }) => untilSize === null);
    print(world, options, { keys: shown }, () =>
      options.all === true ? table(keyColumns, shown) : shown.map(({ key }) => `${key}\n`).join(''),
    );
    if (options.all !== true && options.json !== true) {
      for (const { fingerprint, algorithm } of shown) world.stderr.write(`指纹 fingerprint (${algorithm}): ${fingerprint}\n`);
    }
    return shown.length === 0 ? exitCode.foundProblem : exitCode.done;
  });
}

const witnessColumns: readonly Column<LogWitnessView>[] = [
  { zh: '见证方', en: 'place', value: ({ place }) => place },
  { zh: '检查点', en: 'size', value: ({ size }) => size },
  { zh: '送达', en: 'sent', value: ({ sentAt }) => sentAt },
  { zh: '待上链', en: 'waiting', value: ({ waiting }) => waiting },
  { zh: '其时钟', en: 'by its clock', value: ({ latest }) => latest && `${latest.at} ${latest.kind}` },
  { zh: '凭证', en: 'evidence', value: ({ latest }) => latest && latest.evidence.trim() },
  { zh: '错误', en: 'error', value: ({ errorCode }) => errorCode },
];

async function showWitnesses({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ log }) => {
    const witnesses = await log.witnesses();
    print(world, options, { items: witnesses }, () =>
      witnesses.length === 0 ? '没有见证方，见 JIANTONG_LOG_WITNESSES。 There is no witness; see JIANTONG_LOG_WITNESSES.\n' : table(witnessColumns, witnesses),
    );
    return witnesses.length === 0 || witnesses.some(({ errorCode }) => errorCode !== null) ? exitCode.foundProblem : exitCode.done;
  });
}

async function rotateKey({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withStore(world, options, async (store) => {
    const change = await changeKey(store, settingsOf(world, options));
    print(world, options, change, () => `已停用 retired: ${change.retired}\n现用 in use:   ${change.inUse}\n`);
    world.stderr.write('请把新公钥交给保存旧公钥的人。 Hand the new public key to everyone who keeps the old one.\n');
    return exitCode.done;
  });
}

async function showCheckpoint({ world }: CommandLine, options: CommonOptions): Promise<ExitCode> {
  return withReadings(world, options, async ({ log }) => {
    const note = await log.checkpoint();
    print(world, options, { checkpoint: note ?? null }, () => note ?? '');
    if (note === undefined) world.stderr.write('日志里还没有检查点。 The log has no checkpoint yet.\n');
    return note === undefined ? exitCode.foundProblem : exitCode.done;
  });
}

async function prove({ world }: CommandLine, options: ProveOptions): Promise<ExitCode> {
  return withBundle(world, options, async (bundle) => {
    const text = `${JSON.stringify(bundle, null, 2)}\n`;
    if (options.out === undefined) world.stdout.write(text);
    else {
      await writeFile(resolve(world.workingFolder, options.out), text);
      print(world, options, { out: options.out, events: bundle.events.length, unsealed: bundle.unsealed }, () =>
        [...bundle.story, `已写入 written: ${options.out ?? ''} (${String(bundle.events.length)} 个事件 events)`].join('\n').concat('\n'),
      );
    }
    if (bundle.unsealed > 0) world.stderr.write(`另有 ${String(bundle.unsealed)} 个事件还没有检查点。 More events have no checkpoint yet.\n`);
    return exitCode.done;
  });
}

/** Proofs alone want only the log; contents in clear are given out by whoever answers for records. */
async function withBundle(world: World, options: ProveOptions, work: (bundle: MadeBundle) => Promise<ExitCode>): Promise<ExitCode> {
  const { disclose = false, record, event, reference, reason, person } = options;
  if (!disclose) return withReadings(world, options, async ({ log }) => work(await log.prove(wishOf(options))));
  if (record === undefined || event !== undefined || reference === undefined || reason === undefined || person === undefined)
    throw new GatewayError('CLI_DISCLOSURE_INCOMPLETE');
  return withStoreServices(world, options, async ({ records }) => work(await records.disclose(record, { reference, reason, person })));
}

function wishOf({ record, event }: ProveOptions): ProofWish {
  if (record !== undefined && event === undefined) return { record };
  if (event !== undefined && record === undefined) return { event };
  throw new GatewayError('CLI_PROOF_OF_WHAT');
}
