import { SystemFaults } from './faults.js';
import { targets } from './receivers/books.js';

/** Systems that can be told to misbehave. */
export const faultySystems = [...targets, 'gannan-transport', 'gannan-housing'] as const;
export type FaultySystem = (typeof faultySystems)[number];

export interface Faults {
  readonly faults: Readonly<Record<FaultySystem, SystemFaults>>;
  /** What ends the open connections of a system when its outage begins; known once the system serves. */
  readonly onOutage: (system: FaultySystem, cut: () => void) => void;
}

export function createFaults(now: () => Date): Faults {
  const cuts = new Map<FaultySystem, () => void>();
  const faultsOf = (system: FaultySystem): SystemFaults => new SystemFaults(now, () => cuts.get(system)?.());
  return {
    faults: {
      'gansu-internet-plus': faultsOf('gansu-internet-plus'),
      'credit-china': faultsOf('credit-china'),
      'gsxt-gansu': faultsOf('gsxt-gansu'),
      'record-desks': faultsOf('record-desks'),
      'gannan-transport': faultsOf('gannan-transport'),
      'gannan-housing': faultsOf('gannan-housing'),
    },
    onOutage: (system, cut) => cuts.set(system, cut),
  };
}
