import { describe } from '@jest/globals';
import { mysqlMissing } from './mariadb-program.js';

if (mysqlMissing !== undefined) {
  if (process.env['JIANTONG_TEST_NO_SKIP']) throw new Error(`${mysqlMissing}, and JIANTONG_TEST_NO_SKIP is set`);
  process.stderr.write(`tests skipped: ${mysqlMissing}; install mariadb-server or set MYSQL_URL to run them too\n`);
}

/** `describe` of tests that need a MySQL server; where none can be had they are skipped, and say so. */
export const describeOnMysql = mysqlMissing === undefined ? describe : describe.skip;
