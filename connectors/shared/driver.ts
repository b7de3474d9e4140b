import { GatewayError } from '../../schemas/errors.js';
import { errnoOf } from './errno.js';

/**
 * Loads a package that only one kind of connector needs and that is therefore not installed with the program.
 * @param load `async () => await import('name')`, written out at the caller so that its types are known
 * @throws CONNECTOR_DRIVER_MISSING with the package to install
 */
export async function importDriver<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (errnoOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new GatewayError('CONNECTOR_DRIVER_MISSING', { package: name }, error);
  }
}
