import type { Right } from '../access/rights.js';
import type { LogStation } from '../exchange-log/entry.js';

/** What a page may show figures of: the areas that an event is told under. */
export const areas = [
  'records',
  'deliveries',
  'quarantine',
  'obligations',
  'publications',
  'reconciliations',
  'targets',
  'configuration',
  'people',
  'keys',
  'secrets',
] as const;
export type Area = (typeof areas)[number];

/** Whoever lacks the right is not told that something changed. */
export const rightOfArea: Readonly<Record<Area, Right>> = {
  records: 'delivery.read',
  deliveries: 'delivery.read',
  quarantine: 'quarantine.read',
  obligations: 'obligation.read',
  publications: 'delivery.read',
  reconciliations: 'delivery.read',
  targets: 'target.read',
  configuration: 'configuration.read',
  people: 'person.manage',
  keys: 'key.manage',
  secrets: 'secret.manage',
};

/** The figures that an event of the exchange log moves. */
export const areasOfStation: Readonly<Record<LogStation, readonly Area[]>> = {
  'pushed-to-us': ['records'],
  received: ['records', 'deliveries', 'quarantine', 'obligations'],
  'withdrawn-at-source': ['records', 'deliveries'],
  quarantined: ['quarantine', 'obligations'],
  'quarantine-dismissed': ['quarantine'],
  'handed-over': ['deliveries'],
  accepted: ['deliveries'],
  rejected: ['deliveries', 'quarantine'],
  held: ['deliveries'],
  released: ['deliveries'],
  superseded: ['deliveries'],
  cancelled: ['deliveries'],
  'obligation-met': ['obligations'],
  'obligation-met-late': ['obligations'],
  'obligation-withdrawn': ['obligations'],
  'obligation-reopened': ['obligations'],
  'deadline-moved': ['obligations'],
  'deadline-case-opened': ['obligations'],
  'deadline-case-approved': ['obligations'],
  'deadline-case-refused': ['obligations'],
  'lateness-explained': ['obligations'],
  'publication-class-decided': ['publications'],
  'publication-repaired': ['publications'],
  'publication-ended': ['publications'],
  reconciled: ['reconciliations'],
  'finding-decided': ['reconciliations'],
  'deadline-warned': ['obligations'],
  'deadline-overdue': ['obligations'],
  'deadline-notice-acknowledged': ['obligations'],
  'configuration-changed': ['configuration'],
  'signed-in': [],
  'sign-in-refused': [],
  'person-changed': ['people'],
  'key-changed': ['keys'],
  'secret-changed': ['secrets'],
  'secret-used': [],
  'target-paused': ['targets'],
  'target-resumed': ['targets'],
};
