import type { Capabilities } from '../../connectors/connector.js';
import type { CheckContext } from './check.js';
import { oneOf } from './one-of.js';
import type { Words } from './manifest-problem.js';
import { configProblems } from './resolve.js';
import type { ConnectorSpec, DeliverySpec, Manifest } from './resources.js';

/** The type exists, its configuration is what it asks for, and it can do what the delivery asks of it. */
export function checkConnector(manifest: Manifest<ConnectorSpec>, context: CheckContext): void {
  const { type: typeName, config, delivery } = manifest.spec;
  const type = context.types.get(typeName);
  if (type === undefined) {
    context.report(manifest, 'CONFIG_CONNECTOR_TYPE_UNKNOWN', { path: '/spec/type', given: typeName, expected: oneOf(context.types.keys()) });
    return;
  }
  for (const { code, path, ...facts } of configProblems(type, config)) {
    context.report(manifest, code, { ...facts, path: `/spec/config${path}` });
  }
  if (delivery === undefined) return;
  if (!type.capabilities.canPush) {
    context.report(manifest, 'CONFIG_CONNECTOR_DIRECTION_WRONG', { path: '/spec/delivery', given: typeName });
    return;
  }
  const { openingHours } = delivery;
  if (openingHours && openingHours.closes <= openingHours.opens) {
    const given = `${openingHours.opens} … ${openingHours.closes}`;
    context.report(manifest, 'CONFIG_OPENING_HOURS_REVERSED', { path: '/spec/delivery/openingHours', given });
  }
  for (const { setting, expected } of impossible(delivery, type.capabilities)) {
    const path = `/spec/delivery/${setting}`;
    context.report(manifest, 'CONFIG_CONNECTOR_DELIVERY_IMPOSSIBLE', { path, given: delivery[setting], expected });
  }
}

type Setting = 'repeat' | 'acceptance' | 'noReceipt';

/** The settings that promise what the type cannot do. */
function impossible(delivery: DeliverySpec, { receipts, canQuery }: Capabilities): { setting: Setting; expected: Words }[] {
  const found: { setting: Setting; expected: Words }[] = [];
  const cannotAsk = { zh: '（该类型不能向接收方查询）', en: '(a connector of this type cannot ask the receiver)' };
  if (!canQuery && delivery.repeat === 'ask') found.push({ setting: 'repeat', expected: prefixed('safe, unsafe', cannotAsk) });
  if (!canQuery && delivery.noReceipt === 'ask') found.push({ setting: 'noReceipt', expected: prefixed('hold', cannotAsk) });
  if (!canQuery && delivery.acceptance === 'read-back') {
    found.push({ setting: 'acceptance', expected: prefixed('receipt, row-taken-over, reconciliation, confirmation', cannotAsk) });
  }
  if (receipts === 'none' && delivery.acceptance === 'receipt') {
    const noReceipts = { zh: '（该类型没有回执）', en: '(there are no receipts with this type)' };
    found.push({ setting: 'acceptance', expected: prefixed('row-taken-over, read-back, reconciliation, confirmation', noReceipts) });
  }
  return found;
}

function prefixed(choices: string, { zh, en }: Words): Words {
  return { zh: `${choices}${zh}`, en };
}
