/**
 * Servers that speak the protocol of MySQL, told apart by their version. They differ in how long they let a statement
 * run and in the words of a read-only transaction. Those of MySQL and MariaDB have been tried; those of OceanBase
 * (ob_query_timeout and ob_trx_timeout, in microseconds) and TiDB (which takes no READ ONLY) have not been tried on a server.
 */
export interface Flavour {
  /** Sets aside limits of the server, which count while a batch is being stored; ours count instead. */
  readonly limits: string;
  readonly beginReading: string;
}

const beginReading = 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY';
const dayMicroseconds = 24 * 60 * 60 * 1_000_000;

const mysql: Flavour = { limits: 'SET SESSION max_execution_time = 0', beginReading };
const named: readonly (readonly [RegExp, Flavour])[] = [
  [/mariadb/iu, { limits: 'SET SESSION max_statement_time = 0', beginReading }],
  [/tidb/iu, { limits: mysql.limits, beginReading: 'START TRANSACTION WITH CONSISTENT SNAPSHOT' }],
  [
    /oceanbase/iu,
    { limits: `SET SESSION ob_query_timeout = ${dayMicroseconds}, ob_trx_timeout = ${dayMicroseconds}`, beginReading },
  ],
];

export function flavourOf(version: string): Flavour {
  return named.find(([pattern]) => pattern.test(version))?.[1] ?? mysql;
}
