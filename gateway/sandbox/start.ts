import { join, resolve } from 'node:path';

import { accounts, addressesOf, defaultPorts, freePorts, type Addresses, type Ports } from './addresses.js';
import { startControl } from './control.js';
import type { SystemFaults } from './faults.js';
import type { Truth } from './generator/generator.js';
import { requireFree } from './listen.js';
import { Books, type Target } from './receivers/books.js';
import { startChainEvidence } from './receivers/chain-evidence.js';
import { startCreditChina } from './receivers/credit-china.js';
import { GsxtReceiver, gsxtTablesSql } from './receivers/gsxt.js';
import { KnownInspections, startInternetPlus } from './receivers/internet-plus.js';
import { startRecordDesks } from './receivers/record-desk.js';
import { ReceiptDesk } from './receivers/receipt-desk.js';
import { remember } from './receivers/remember.js';
import { databaseName, openDatabase, type DatabaseUser } from './sources/database.js';
import { prepareSources } from './sources/drop-folder.js';
import { fillHousing } from './sources/housing.js';
import { SourceChanges } from './sources/source-changes.js';
import { startTransport, TransportInspections } from './sources/transport.js';
import { startWireServer } from './sources/wire-server.js';
import { createFaults, type FaultySystem } from './systems.js';

export interface SandboxOptions {
  /** Holds the source files and the receivers' books; made when it is not there. */
  readonly folder: string;
  /** `YYYY-MM-DD` in Asia/Shanghai; the data lies in the 60 days before it. Not used where the folder holds such data already. */
  readonly today: string;
  readonly now: () => Date;
  /** Rows over all sources; default 2,000. */
  readonly records?: number;
  readonly seed?: number;
  /** Default: the fixed ones. */
  readonly ports?: 'fixed' | 'free' | Ports;
  /** How long the provincial platform keeps a receipt back; default 300. */
  readonly receiptDelayMs?: number;
  /** How often the front-end exchange database is read; default 200. */
  readonly gsxtPollMs?: number;
}

export interface Sandbox {
  readonly addresses: Addresses;
  readonly control: SandboxControl;
  /** Judges what still waits, then ends every server. */
  stop(): Promise<void>;
}

/** The control API without HTTP, for those in the same process. */
export interface SandboxControl {
  readonly books: Readonly<Record<Target, Books>>;
  readonly faults: Readonly<Record<FaultySystem, SystemFaults>>;
  readonly changes: SourceChanges;
  truth(): Truth;
}

export const recordsDefault = 2000;
export const recordsMax = 1_000_000;
export const seedDefault = 1;

const idleInTransactionMs = 30_000;
const chainBlockMs = 3000;

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts every simulated system in this process. Throws PortTakenError where a fixed port is taken;
 * whatever was started by then is ended again.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const started: Stoppable[] = [];
  const stop = async (): Promise<void> => {
    for (const part of started.splice(0).toReversed()) await part.stop();
  };
  try {
    return await startAll({ ...options, folder: resolve(options.folder) }, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  options: SandboxOptions,
  started: Stoppable[],
  stop: () => Promise<void>,
): Promise<Sandbox> {
  const { folder, now, today, records = recordsDefault, seed = seedDefault } = options;
  if (!Number.isInteger(records) || records < 1 || records > recordsMax)
    throw new RangeError(`records: 1..${recordsMax}`);
  const ports = portsOf(options.ports ?? 'fixed');
  await requireFree(Object.values(ports));
  const keep = <Part extends Stoppable>(part: Part): Part => {
    started.push(part);
    return part;
  };
  const { faults, onOutage } = createFaults(now);
  const journal = join(folder, 'books.jsonl');
  const books = {
    'gansu-internet-plus': new Books('gansu-internet-plus', journal),
    'credit-china': new Books('credit-china', journal),
    'gsxt-gansu': new Books('gsxt-gansu', journal),
    'record-desks': new Books('record-desks', journal),
  } as const;

  const generator = await prepareSources(folder, { records, seed, today });
  const database = await openDatabase();
  keep({ stop: () => database.close() });
  await database.asOwner((engine) =>
    engine.exec(`create role ${accounts.housing.user}; create role ${accounts.gsxt.user};`),
  );
  await fillHousing(database, generator, accounts.housing.user);
  await database.asOwner((engine) => engine.exec(gsxtTablesSql(accounts.gsxt.user)));
  const transport = new TransportInspections(generator.transportInspections);
  const changes = new SourceChanges({ folder, generator, database, transport, now });
  await changes.replay();

  const desk = new ReceiptDesk();
  const inspections = new KnownInspections();
  const gsxt = new GsxtReceiver(
    {
      database,
      books: books['gsxt-gansu'],
      faults: faults['gsxt-gansu'],
      now,
      pollMs: options.gsxtPollMs ?? 200,
    },
    // An engine that fails is broken for good: the process must not go on as if it received.
    (error) =>
      queueMicrotask(() => {
        throw error;
      }),
  );
  await remember(journal, books, desk, inspections, gsxt);

  const users: readonly DatabaseUser[] = [
    { name: accounts.housing.user, password: accounts.housing.password, system: 'gannan-housing' },
    { name: accounts.gsxt.user, password: accounts.gsxt.password, system: 'gsxt-gansu' },
  ];
  gsxt.start();
  keep(gsxt);
  const wire = keep(
    await startWireServer({
      database,
      users,
      faults: (system) => faults[system],
      port: ports.database,
      idleInTransactionMs,
    }),
  );
  const transportServer = keep(
    await startTransport({
      port: ports.transport,
      token: accounts.transport.token,
      inspections: transport,
      faults: faults['gannan-transport'],
    }),
  );
  const internetPlus = keep(
    await startInternetPlus({
      ...accounts.internetPlus,
      port: ports.internetPlus,
      receiptDelayMs: options.receiptDelayMs ?? 300,
      books: books['gansu-internet-plus'],
      desk,
      inspections,
      faults: faults['gansu-internet-plus'],
      now,
    }),
  );
  const creditChina = keep(
    await startCreditChina({
      port: ports.creditChina,
      token: accounts.creditChina.token,
      books: books['credit-china'],
      faults: faults['credit-china'],
      now,
    }),
  );
  const recordDesks = keep(
    await startRecordDesks({
      port: ports.recordDesks,
      token: accounts.recordDesks.token,
      books: books['record-desks'],
      faults: faults['record-desks'],
      now,
    }),
  );
  const chainEvidence = keep(
    await startChainEvidence({ port: ports.chainEvidence, token: accounts.chainEvidence.token, blockMs: chainBlockMs, now }),
  );
  onOutage('record-desks', () => recordDesks.cut());
  onOutage('gansu-internet-plus', () => internetPlus.cut());
  onOutage('credit-china', () => creditChina.cut());
  onOutage('gannan-transport', () => transportServer.cut());
  onOutage('gannan-housing', () => wire.cut('gannan-housing'));
  onOutage('gsxt-gansu', () => wire.cut('gsxt-gansu'));

  let addresses: Addresses = {};
  const control = keep(
    await startControl({
      port: ports.control,
      books,
      faults,
      changes,
      truth: () => generator.truth(),
      addresses: () => addresses,
    }),
  );
  addresses = addressesOf({
    folder,
    database: databaseName,
    databasePort: wire.port,
    controlUrl: control.url,
    transportUrl: transportServer.url,
    internetPlusUrl: internetPlus.url,
    creditChinaUrl: creditChina.url,
    recordDesksUrl: recordDesks.url,
    chainEvidenceUrl: `${chainEvidence.url}/evidence`,
  });
  return { addresses, control: { books, faults, changes, truth: () => generator.truth() }, stop };
}

function portsOf(ports: 'fixed' | 'free' | Ports): Ports {
  if (ports === 'fixed') return defaultPorts;
  return ports === 'free' ? freePorts : ports;
}
