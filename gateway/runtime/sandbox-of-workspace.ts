import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../../schemas/errors.js';
import { launchSandbox, type LaunchedSandbox } from '../sandbox/launch.js';
import { PortTakenError } from '../sandbox/listen.js';

export interface SandboxRequest {
  readonly workspaceFolder: string;
  readonly dataFolder: string;
  /** Overrides the workspace's own number. */
  readonly records?: number;
  /** Today in Asia/Shanghai: the generated decisions lie in the weeks before it. */
  readonly today: string;
}

/**
 * Starts the simulated systems of a workspace that asks for them: one with a `sandbox.json`
 * (`{ "records": 2000, "seed": 1 }`). Any other workspace is left alone. Throws SERVICE_PORT_TAKEN.
 */
export async function launchSandboxOf(request: SandboxRequest): Promise<LaunchedSandbox | undefined> {
  const text = await readFile(join(request.workspaceFolder, 'sandbox.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { records, seed } = settingsOf(text, request.workspaceFolder);
  try {
    return await launchSandbox({
      records: request.records ?? records,
      seed,
      today: request.today,
      folder: join(request.dataFolder, 'sandbox'),
    });
  } catch (error) {
    if (error instanceof PortTakenError) throw new GatewayError('SERVICE_PORT_TAKEN', { port: error.port, by: 'sandbox' }, error);
    throw error;
  }
}

function settingsOf(text: string, folder: string): { records: number; seed: number } {
  try {
    const { records, seed } = JSON.parse(text) as { records: unknown; seed: unknown };
    if (Number.isSafeInteger(records) && Number.isSafeInteger(seed)) return { records: Number(records), seed: Number(seed) };
  } catch {
    // told below, like any other content that is not what it should be
  }
  throw new GatewayError('CONFIG_SANDBOX_FILE_WRONG', { file: join(folder, 'sandbox.json') });
}
