import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { GatewayError } from '../../schemas/errors.js';
import type { ConnectorContext } from '../connector.js';
import { networkError } from './sql/network-errors.js';

/** Which hosts a connector may reach, and how their names are looked up. */
export type Reach = Pick<ConnectorContext, 'networks' | 'resolve'>;

/** A network rule: all but this machine and its link. The only one where none is set. */
export const elsewhere = '*';

/** Never meant by a department's system unless the data office says so: this machine itself, and its link. */
const refusedNetworks = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/128', '::1/128', 'fe80::/10'];
const thisMachine = '127.0.0.1';

/**
 * The address to connect to, so that no second look-up can lead elsewhere than where the first was found to be allowed.
 * Asked anew for each connection: a name may have been given another address since. A socket of this machine (a path)
 * is allowed where this machine is.
 * @throws CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND
 */
export async function allowedAddress(host: string, port: number, reach: Reach): Promise<string> {
  const { networks = [elsewhere], resolve = systemResolve } = reach;
  const found = host.startsWith('/') ? [thisMachine] : await addressesOf(host, resolve);
  const allowed = found.find((address) => networks.some((rule) => isWithin(rule, address, port)));
  if (allowed !== undefined) return host.startsWith('/') ? host : allowed;
  throw new GatewayError('CONNECTOR_ADDRESS_REFUSED', {
    host,
    address: found.join(', '),
    port,
    JIANTONG_NETWORKS: networks.join(', '),
  });
}

/** The same as a look-up that a socket does while it connects; sockets ask for none where the host is an address. */
export function allowedLookup(port: number, reach: Reach): LookupFunction {
  const find = callbackify(async (host: string) => await allowedAddress(host, port, reach));
  return (host, options, done) =>
    find(host, (error, address) => {
      if (error) done(error, []);
      else if (options.all) done(null, [{ address, family: isIP(address) }]);
      else done(null, address, isIP(address));
    });
}

async function addressesOf(host: string, resolve: NonNullable<Reach['resolve']>): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  return await resolve(host).catch((error: unknown) => {
    throw networkError(error, { host }, 'CONNECTOR_HOST_NOT_FOUND');
  });
}

async function systemResolve(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Whether a text is a rule that `networks` may hold. */
export function isNetworkRule(rule: string): boolean {
  const { network, port } = partsOf(rule);
  const [base = '', prefix = '0', more] = network.split('/');
  const isPort = port === undefined || (port >= 1 && port <= portMax);
  const isPrefix = /^\d{1,3}$/u.test(prefix) && Number(prefix) <= addressBits[familyOf(base)];
  return rule === elsewhere || (isIP(base) !== 0 && isPort && isPrefix && more === undefined);
}

/** @param rule `*`, `10.20.0.0/16`, an address, or one port of an address: `127.0.0.1:5432`, `[::1]:5432` */
function isWithin(rule: string, address: string, port: number): boolean {
  if (rule === elsewhere) return !listOf(refusedNetworks).check(address, familyOf(address));
  const only = partsOf(rule);
  return (only.port ?? port) === port && listOf([only.network]).check(address, familyOf(address));
}

function partsOf(rule: string): { readonly network: string; readonly port?: number } {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+)):(\d+)$/u.exec(rule) ?? [];
  const network = bracketed ?? plain ?? rule;
  return port === undefined ? { network } : { network, port: Number(port) };
}

/** An IPv4 address inside an IPv6 one is judged as what it is. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    const family = familyOf(base);
    list.addSubnet(base, prefix === undefined ? addressBits[family] : Number(prefix), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

const portMax = 65_535;
const addressBits = { ipv4: 32, ipv6: 128 } as const;
