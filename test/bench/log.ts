import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { parseManifest, type ArchiveManifest } from '../../gateway/exchange-log/archive/manifest.js';
import { verifyArchive } from '../../gateway/exchange-log/archive/verify.js';
import { writeArchive } from '../../gateway/exchange-log/archive/write.js';
import { encodeEntry } from '../../gateway/exchange-log/entry.js';
import { readSegments } from '../../gateway/exchange-log/log-reader.js';
import { makeSignerKey, parseSignerKey, signNote } from '../../gateway/exchange-log/note-signer.js';
import { proveEvents } from '../../gateway/exchange-log/prove.js';
import { openSeal, type LogSeal } from '../../gateway/exchange-log/seal.js';
import { keepSearchable } from '../../gateway/exchange-log/search/projector.js';
import { searchEntries } from '../../gateway/exchange-log/search/search.js';
import { SegmentWriter } from '../../gateway/exchange-log/segment.js';
import { sequenceSegments } from '../../gateway/exchange-log/sequencer.js';
import { TreeEdge } from '../../gateway/exchange-log/tree/edge.js';
import { TreeHasher } from '../../gateway/exchange-log/tree/hasher.js';
import { checkpointText } from '../../gateway/exchange-log/verify/checkpoint.js';
import { verifyStore } from '../../gateway/exchange-log/verify-store.js';
import { openStore } from '../../gateway/store/open.js';
import type { Store } from '../../gateway/store/store.js';
import { createIdMaker } from '../../gateway/store/uuid.js';

const { values } = parseArgs({
  options: {
    /** Events that the tree is built over in memory, and those of the store that is verified. */
    leaves: { type: 'string', default: '500000' },
    events: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
  },
});
const leaves = Number(values.leaves);
const events = Number(values.events);
const rounds = Number(values.rounds);
const segmentEvents = 500;
/** As the sequencer takes them in a turn. */
const turnEvents = 2000;
const server = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const now = new Date();
const makeId = createIdMaker(() => now);
const stations = ['received', 'handed-over', 'accepted', 'obligation-met'] as const;
let record = makeId();

const texts = Array.from({ length: leaves }, (_, n) => encodeEntry(entryAt(n)));
const treeLeavesPerSecond = leaves / Math.min(...(await processorTimesOf(rounds, buildTree)));

const folder = await mkdtemp(join(tmpdir(), 'jiantong-bench-'));
const database = `jiantong_bench_${randomUUID().replaceAll('-', '')}`;
await onServer(`CREATE DATABASE ${database}`);
const url = new URL(server);
url.pathname = `/${database}`;
const store = await openStore({ dataFolder: folder, databaseUrl: url.href, connectionsMax: 4 }, now);
try {
  const seal = await openSeal(store, { dataFolder: folder });
  if (seal === undefined) throw new Error('the log has no key');
  await fill(store, seal);
  const keys = seal.signers.map(({ verifierKey }) => verifierKey);
  // By turns, so that what else the machine does falls on both alike.
  const read: number[] = [];
  const verified: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    read.push(...(await timesOf(1, () => readAll(store))));
    verified.push(...(await timesOf(1, () => verifyAll(store, keys))));
  }
  const [readSeconds, verifySeconds] = [medianOf(read), medianOf(verified)];
  await writeArchive(store, now.toISOString().slice(0, 7), folder);
  const manifest = parseManifest(await readFile(join(folder, `${now.toISOString().slice(0, 7)}.manifest.json`), 'utf8'));
  if (manifest === undefined) throw new Error('the archive has no manifest');
  const archiveSeconds = Math.min(...(await processorTimesOf(rounds, () => verifyOf(manifest, keys))));
  const proofSeconds = medianOf(await timesOf(rounds, () => proveEvents(store, { event: String(events - 1) }, () => true)));
  const searchSeconds = medianOf(await timesOf(rounds, () => searchEntries(store, { station: 'rejected' }, { departments: null, limit: 50 })));
  console.log(`tree, tiles and checkpoint over ${String(leaves)} events: ${treeLeavesPerSecond.toFixed(0)} events/s on one core, entries hashed too`);
  console.log(`store of ${String(events)} events: read at ${(events / readSeconds).toFixed(0)}/s, verified at ${(events / verifySeconds).toFixed(0)}/s`);
  console.log(`archive of the same: verified at ${(events / archiveSeconds).toFixed(0)}/s of one core`);
  console.log(`proof of one event ${(proofSeconds * 1000).toFixed(1)} ms; first page of a rare station ${(searchSeconds * 1000).toFixed(1)} ms`);
  const figures = {
    treeLeavesPerSecond: Math.round(treeLeavesPerSecond),
    archiveVerifiedPerSecond: Math.round(events / archiveSeconds),
    storeVerifiedToRead: Number((readSeconds / verifySeconds).toFixed(3)),
    storeVerifiedPerSecond: Math.round(events / verifySeconds),
    proofMs: Number((proofSeconds * 1000).toFixed(2)),
    searchMs: Number((searchSeconds * 1000).toFixed(2)),
  };
  console.log(JSON.stringify({ bench: 'log', figures }));
} finally {
  await store.close();
  await onServer(`DROP DATABASE ${database} WITH (FORCE)`);
  await rm(folder, { recursive: true });
}

/** Events as a record that goes its way leaves them; every thousandth was rejected. */
function entryAt(n: number): Parameters<SegmentWriter['add']>[0] {
  if (n % stations.length === 0) record = makeId();
  return {
    id: makeId(),
    at: now.toISOString(),
    station: n % 1000 === 999 ? 'rejected' : (stations[n % stations.length] ?? 'received'),
    actor: 'gateway',
    department: `department-${String(n % 20)}`,
    dataset: 'administrative-penalty',
    record,
    version: 1,
    run: 1 + Math.floor(n / 10_000),
    digests: { content: 'ab'.repeat(32) },
    ...(n % stations.length === 0 ? {} : { target: 'data-office/credit-china', code: '0' }),
  };
}

/** Everything that sealing computes: leaf hashes, tree, tiles, and a signed checkpoint for each turn. */
async function buildTree(): Promise<void> {
  const signer = await parseSignerKey(makeSignerKey('bench.example/log'));
  if (signer === undefined) throw new Error('a key that was just made cannot be read');
  const hasher = new TreeHasher('sha256');
  const edge = new TreeEdge(hasher);
  for (let from = 0; from < leaves; from += turnEvents) {
    edge.append(hasher.leaves(texts.slice(from, from + turnEvents)));
    signNote(checkpointText({ origin: 'bench.example/log', size: edge.size, root: edge.root(), hash: 'sha256' }), [signer]);
  }
}

async function fill(into: Store, seal: LogSeal): Promise<void> {
  for (let from = 0; from < events; from += segmentEvents) {
    const segment = new SegmentWriter();
    for (let n = from; n < from + segmentEvents; n += 1) segment.add(entryAt(n));
    await into.transaction((transaction) => segment.write(transaction, makeId, now));
  }
  while ((await sequenceSegments(into, seal)).state === 'sealed');
  await keepSearchable(into);
  await into.execute('VACUUM (ANALYZE)');
}

async function readAll(from: Store): Promise<void> {
  let count = 0;
  for await (const batch of readSegments(from)) for (const { entries = [] } of batch) count += entries.length;
  if (count !== events) throw new Error(`${String(count)} events were read`);
}

async function verifyAll(of: Store, keys: LogSeal['signers'][number]['verifierKey'][]): Promise<void> {
  const { verified, faults } = await verifyStore(of, { keys });
  if (verified !== events || faults.length > 0) throw new Error(`verified ${String(verified)}, ${String(faults.length)} faults`);
}

async function verifyOf(manifest: ArchiveManifest, keys: LogSeal['signers'][number]['verifierKey'][]): Promise<void> {
  const { verified, faults } = await verifyArchive(manifest, folder, keys);
  if (verified !== events || faults.length > 0) throw new Error(`verified ${String(verified)} of the archive`);
}

/** Seconds of each time that the work is done. */
async function timesOf(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const from = performance.now();
    await work();
    seconds.push((performance.now() - from) / 1000);
  }
  return seconds;
}

/** The same in seconds of this process's own work: what it takes of one core, whatever else the machine does. */
async function processorTimesOf(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const from = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(from);
    seconds.push((user + system) / 1_000_000);
  }
  return seconds;
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((first, second) => first - second)[Math.floor(numbers.length / 2)] ?? 0;
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}
