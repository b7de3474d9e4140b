import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { GatewayError } from '../../schemas/errors.js';
import { networkError } from './sql/network-errors.js';

/** Never meant by a department's system unless the data office says so: this machine itself, and its link. */
const refusedNetworks = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/128', '::1/128', 'fe80::/10'];

/**
 * The address to connect to, so that no second look-up can lead elsewhere than where the first was found to be allowed.
 * @param networks those that the data office allows, as `10.20.0.0/16`, `fd00::/8` or an address alone; absent: all but
 *   this machine and its link-local addresses
 * @throws CONNECTOR_ADDRESS_REFUSED, CONNECTOR_HOST_NOT_FOUND
 */
export async function allowedAddress(host: string, networks: readonly string[] | undefined): Promise<string> {
  const found = await lookup(host, { all: true }).catch((error: unknown) => {
    throw networkError(error, { host }, 'CONNECTOR_HOST_NOT_FOUND');
  });
  const allowed = found.find(({ address }) => isAllowed(address, networks));
  if (allowed) return allowed.address;
  throw new GatewayError('CONNECTOR_ADDRESS_REFUSED', {
    host,
    address: found.map(({ address }) => address).join(', '),
    allowed: networks?.join(', ') ?? 'all but loopback and link-local',
  });
}

function isAllowed(address: string, networks: readonly string[] | undefined): boolean {
  return networks ? isWithin(address, networks) : !isWithin(address, refusedNetworks);
}

function isWithin(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', prefix] = network.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(base, prefix === undefined ? addressBits[family] : Number(prefix), family);
  }
  // An IPv4 address inside an IPv6 one is judged as what it is.
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1] ?? address;
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

const addressBits = { ipv4: 32, ipv6: 128 } as const;
