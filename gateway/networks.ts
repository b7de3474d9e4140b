import { isIP } from 'node:net';
import { elsewhere } from '../connectors/shared/networks.js';
import type { Environment, Settings } from './config.js';

/**
 * What connectors may connect to: what the settings say, and the ports of a sandbox where the environment names one. A
 * gateway puts the sandbox that it has started into its environment itself; nothing else of this machine comes with it.
 */
export function connectorNetworks({ networks = [elsewhere] }: Settings, env: Environment): readonly string[] {
  return [...networks, ...new Set(sandboxPorts(env))];
}

/** Of `SANDBOX_…_URL`, and of `SANDBOX_…_HOST` with its `SANDBOX_…_PORT`. */
function sandboxPorts(env: Environment): string[] {
  const named = Object.entries(env).map(([name, value]): string => {
    const [, system, kind] = /^SANDBOX_(\w+)_(URL|HOST)$/u.exec(name) ?? [];
    if (kind === 'URL') return URL.canParse(value) ? new URL(value).host : '';
    return kind === 'HOST' ? `${value}:${env[`SANDBOX_${system ?? ''}_PORT`] ?? ''}` : '';
  });
  return named.filter((place) => {
    const [, address = '', port] = /^(.+):(\d+)$/u.exec(place) ?? [];
    return port !== undefined && isIP(address) === 4;
  });
}
