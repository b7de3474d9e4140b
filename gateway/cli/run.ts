import { Command } from 'commander';

import { commandLine } from './command.js';
import { addAgreementCommands } from './commands/agreement.js';
import { addCodeTableCommands } from './commands/code-table.js';
import { addDatasetCommands } from './commands/dataset.js';
import { addConfigurationCommands } from './commands/configuration.js';
import { addConnectorCommands } from './commands/connector.js';
import { addReconcileCommands } from './commands/reconcile.js';
import { addPublicationCommands } from './commands/publication.js';
import { addDeadlineCommands } from './commands/deadlines.js';
import { addDeliveryCommands } from './commands/delivery.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addErasureCommands, addHoldCommands } from './commands/erasure.js';
import { addExchangeCommands } from './commands/exchange.js';
import { addAdoptCommand } from './commands/adopt.js';
import { addHandoverCommands } from './commands/handover.js';
import { addIdentifierCommands } from './commands/identifier.js';
import { addLogCommands } from './commands/log.js';
import { addMappingCommands } from './commands/mapping.js';
import { addKeyCommands, addPersonCommands } from './commands/people.js';
import { addQuarantineCommands } from './commands/quarantine.js';
import { addResourceCommands } from './commands/resource.js';
import { addRecordCommands } from './commands/record.js';
import { addSandboxCommand } from './commands/sandbox.js';
import { addSecretCommands } from './commands/secrets.js';
import { addStartCommand } from './commands/start.js';
import { addTargetCommands } from './commands/target.js';
import { exitCode, failureOf, type ExitCode } from './exit-code.js';
import type { World } from './world.js';

/**
 * Runs one command line (without the program's name) and says what the process should end with: 0 done, 1 found a
 * problem, 2 wrong usage or configuration. Never throws; what went wrong is one line on standard error.
 */
export async function runCli(args: readonly string[], world: World, version: string): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = new Command('jiantong')
    .description(
      '监通：跨部门综合监管数据交换网关。 Jiantong: a data-exchange gateway for cross-department supervision.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.stdout.write(text), writeErr: (text) => world.stderr.write(text) });
  const line = commandLine(world, (given) => {
    code = given;
  });
  addStartCommand(program, line);
  addConfigurationCommands(program, line);
  addResourceCommands(program, line);
  addAgreementCommands(program, line);
  addConnectorCommands(program, line);
  addMappingCommands(program, line);
  addDatasetCommands(program, line);
  addCodeTableCommands(program, line);
  addIdentifierCommands(program, line);
  addExchangeCommands(program, line);
  addQuarantineCommands(program, line);
  addRecordCommands(program, line);
  addErasureCommands(program, line);
  addHoldCommands(program, line);
  addDeliveryCommands(program, line);
  addHandoverCommands(program, line);
  addAdoptCommand(program, line);
  addTargetCommands(program, line);
  addPublicationCommands(program, line);
  addReconcileCommands(program, line);
  addDeadlineCommands(program, line);
  addLogCommands(program, line);
  addPersonCommands(program, line);
  addKeyCommands(program, line);
  addSecretCommands(program, line);
  addSandboxCommand(program, line);
  addDoctorCommand(program, line);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const failure = failureOf(error);
    for (const text of failure.lines) world.stderr.write(`${text}\n`);
    return failure.code;
  }
}
