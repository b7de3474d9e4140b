import type { Clock } from '../clock.js';
import { shanghaiDate } from '../clock.js';
import type { Calendar } from '../deadlines/calendar.js';
import type { Store } from '../store/store.js';
import { checkCalendar } from './checks/calendar.js';
import { checkDrift, checkZone } from './checks/clock.js';
import { checkConnector, type CheckableConnector } from './checks/connector.js';
import { checkDisk } from './checks/disk.js';
import { checkNode } from './checks/node.js';
import { checkDurability, checkMigrations } from './checks/store.js';
import { failed, ok, type Finding } from './finding.js';

export interface Patient {
  /** `process.versions.node`. */
  readonly nodeVersion: string;
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly calendar: Pick<Calendar, 'coverage'>;
  readonly store: PatientStore;
  readonly connectors: readonly CheckableConnector[];
}

/**
 * The store as the doctor finds it: not made yet, held by a running gateway (whose address is known), or to be opened,
 * without upgrading it.
 */
export type PatientStore =
  | { readonly kind: 'not-made' }
  | { readonly kind: 'in-use'; readonly address: string }
  | { readonly kind: 'closed'; readonly open: () => Promise<Store> };

const connectorsAtOnce = 4;

/** Looks at everything that the gateway stands on and changes nothing. A check that fails is a finding, never an error. */
export async function examine(patient: Patient, signal: AbortSignal): Promise<Finding[]> {
  const { clock, connectors } = patient;
  return [
    checkNode(patient.nodeVersion),
    ...(await found({ check: 'clock', subject: 'Asia/Shanghai' }, () => checkZone(clock))),
    ...(await found({ check: 'calendar', subject: 'calendar' }, () =>
      checkCalendar(patient.calendar, shanghaiDate(clock.now())),
    )),
    ...(await found({ check: 'disk', subject: patient.dataFolder }, () => checkDisk(patient.dataFolder))),
    ...(await found({ check: 'store', subject: patient.dataFolder }, () => examineStore(patient))),
    ...(await examineConnectors(connectors, signal)),
  ];
}

async function found(
  place: Pick<Finding, 'check' | 'subject'>,
  check: () => Finding | Finding[] | Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [failed(place, error)];
  }
}

async function examineStore({ store: patient, clock, dataFolder }: Patient): Promise<Finding[]> {
  const place = { check: 'store', subject: dataFolder } as const;
  if (patient.kind === 'not-made') {
    return [ok(place, { zh: '尚未建立，首次启动时自动建立', en: 'not made yet; the first start makes it' })];
  }
  if (patient.kind === 'in-use') {
    return [
      ok(place, {
        zh: `由正在运行的网关使用：${patient.address}`,
        en: `held by the gateway that runs at ${patient.address}`,
      }),
    ];
  }
  const store = await patient.open();
  try {
    const opened = ok(place, { zh: '可以打开', en: 'opens' });
    const drift =
      store.kind === 'server'
        ? await found({ check: 'clock', subject: 'PostgreSQL' }, () => checkDrift(clock, store))
        : [];
    return [
      opened,
      ...(await found({ check: 'store', subject: 'migrations' }, () => checkMigrations(store))),
      ...(await found({ check: 'store', subject: 'fsync' }, () => checkDurability(store))),
      ...drift,
    ];
  } finally {
    await store.close();
  }
}

/** In the order given, a few at a time: far systems may each take their time-out. */
async function examineConnectors(connectors: readonly CheckableConnector[], signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let start = 0; start < connectors.length; start += connectorsAtOnce) {
    const group = connectors.slice(start, start + connectorsAtOnce);
    findings.push(...(await Promise.all(group.map((connector) => checkConnector(connector, signal)))));
  }
  return findings;
}
