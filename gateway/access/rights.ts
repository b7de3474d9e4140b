import type { Scope } from '../reading/scope.js';

/** What somebody may do; every operation of the API names one of these. */
export const rights = [
  'exchange.read',
  'exchange.run',
  'delivery.read',
  'delivery.decide',
  'quarantine.read',
  'quarantine.replay',
  'record.read',
  'record.unmask',
  'erasure.ask',
  'erasure.decide',
  'hold.manage',
  'target.read',
  'target.pause',
  'obligation.read',
  'notice.acknowledge',
  'deadline.ask',
  'deadline.decide',
  'deadline.urge',
  'log.read',
  'configuration.read',
  'configuration.change',
  'agreement.decide',
  'connector.try',
  'person.manage',
  'key.manage',
  'secret.manage',
  'inbound.send',
] as const;
export type Right = (typeof rights)[number];

/** What people and keys are to the gateway. */
export const roles = ['administrator', 'operator', 'engineer', 'approver', 'auditor', 'reader', 'sender'] as const;
export type Role = (typeof roles)[number];

export const roleTitles: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  administrator: { zh: '平台管理员', en: 'platform administrator' },
  operator: { zh: '数据管理机构操作员', en: 'data-office operator' },
  engineer: { zh: '部门工程师', en: 'department engineer' },
  approver: { zh: '部门审批人', en: 'department approver' },
  auditor: { zh: '审计员', en: 'auditor' },
  reader: { zh: '只读用户', en: 'read-only' },
  sender: { zh: '推送系统', en: 'pushing system' },
};

/** `own`: of the caller's department alone. */
export type Reach = 'own' | 'all';

/**
 * Who may do what, and over whose data: the one place where it is written down. A right that is missing is refused.
 *
 * - An administrator looks after people and keys, and sees how the gateway runs, but no department's records.
 * - An auditor sees every log and changes nothing, not even the state of a warning.
 * - A department sees its own: its engineers mend and run, its approvers decide what only a person can. What makes a
 *   deadline later it may ask for; the data office alone decides. So it is with erasing a person.
 * - A sender is a department's system that pushes rows to the gateway and sees what became of those, nothing else.
 */
export const rightsTable: Readonly<Record<Role, Readonly<Partial<Record<Right, Reach>>>>> = {
  administrator: {
    'exchange.read': 'all',
    'target.read': 'all',
    'configuration.read': 'all',
    'person.manage': 'all',
    'key.manage': 'all',
    'secret.manage': 'all',
  },
  operator: {
    'exchange.read': 'all',
    'exchange.run': 'all',
    'delivery.read': 'all',
    'delivery.decide': 'all',
    'quarantine.read': 'all',
    'quarantine.replay': 'all',
    'record.read': 'all',
    'record.unmask': 'all',
    'erasure.ask': 'all',
    'erasure.decide': 'all',
    'hold.manage': 'all',
    'target.read': 'all',
    'target.pause': 'all',
    'obligation.read': 'all',
    'notice.acknowledge': 'all',
    'deadline.ask': 'all',
    'deadline.decide': 'all',
    'deadline.urge': 'all',
    'log.read': 'all',
    'configuration.read': 'all',
    'agreement.decide': 'all',
    'configuration.change': 'all',
    'connector.try': 'all',
  },
  engineer: {
    'exchange.read': 'own',
    'exchange.run': 'own',
    'delivery.read': 'own',
    'quarantine.read': 'own',
    'quarantine.replay': 'own',
    'record.read': 'own',
    'record.unmask': 'own',
    'target.read': 'own',
    'obligation.read': 'own',
    'notice.acknowledge': 'own',
    'deadline.ask': 'own',
    'log.read': 'own',
    'configuration.read': 'own',
    'configuration.change': 'own',
    'connector.try': 'own',
    'key.manage': 'own',
    'secret.manage': 'own',
    'inbound.send': 'own',
  },
  approver: {
    'exchange.read': 'own',
    'delivery.read': 'own',
    'delivery.decide': 'own',
    'quarantine.read': 'own',
    'record.read': 'own',
    'record.unmask': 'own',
    'erasure.ask': 'own',
    'hold.manage': 'own',
    'target.read': 'own',
    'obligation.read': 'own',
    'notice.acknowledge': 'own',
    'deadline.ask': 'own',
    'log.read': 'own',
    'agreement.decide': 'own',
    'configuration.read': 'own',
  },
  auditor: {
    'exchange.read': 'all',
    'delivery.read': 'all',
    'quarantine.read': 'all',
    'record.read': 'all',
    'record.unmask': 'all',
    'target.read': 'all',
    'obligation.read': 'all',
    'log.read': 'all',
    'configuration.read': 'all',
  },
  reader: {
    'exchange.read': 'own',
    'delivery.read': 'own',
    'record.read': 'own',
    'target.read': 'own',
    'obligation.read': 'own',
  },
  sender: { 'inbound.send': 'own' },
};

/** Whoever asks the gateway for something. */
export interface Caller {
  /** `machine`: holds the token that this start of the gateway left in its data folder; it may do everything. */
  readonly kind: 'machine' | 'person' | 'key';
  /** As the exchange log names it. */
  readonly name: string;
  readonly role: Role | undefined;
  /** The department that it belongs to; undefined for the machine alone. */
  readonly department: string | undefined;
}

/** The command line on the gateway's own machine. */
export const machine: Caller = { kind: 'machine', name: 'operator', role: undefined, department: undefined };

/** Over whose data a caller has a right; undefined where it has none at all. */
export function scopeOf(caller: Caller, right: Right): Scope | undefined {
  if (caller.kind === 'machine') return 'all';
  const reach = caller.role && rightsTable[caller.role][right];
  if (reach === undefined || reach === 'all') return reach;
  return caller.department === undefined ? [] : [caller.department];
}

/** Whether a caller may give somebody this role: whoever looks after people any, the others none wider than their own. */
export function mayGrant(caller: Caller, role: Role): boolean {
  if (scopeOf(caller, 'person.manage') === 'all') return true;
  const own = caller.role ? rightsTable[caller.role] : {};
  const wanted = Object.entries(rightsTable[role]) as [Right, Reach][];
  return wanted.every(([right, reach]) => own[right] === 'all' || own[right] === reach);
}
