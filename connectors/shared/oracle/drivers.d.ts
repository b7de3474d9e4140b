/*
 * So much of the two drivers as we use. Neither is in the lock file: the one runs a script when it is installed, the
 * other is under a licence of its own. Whoever has such a database installs its driver.
 */
interface OracleLikeConnection {
  execute(
    text: string,
    binds: Record<string, unknown>,
    options: Record<string, unknown>,
  ): Promise<{ readonly rows?: readonly Record<string, unknown>[]; readonly resultSet?: OracleLikeRows }>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  break?(): Promise<void>;
  close(options?: { readonly drop: boolean }): Promise<void>;
}

interface OracleLikeRows {
  getRows(count: number): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

interface OracleLikeDriver {
  readonly OUT_FORMAT_OBJECT: number;
  readonly STRING: unknown;
  readonly BUFFER: unknown;
  readonly CLOB: unknown;
  readonly BLOB: unknown;
  getConnection(settings: Record<string, unknown>): Promise<OracleLikeConnection>;
}

declare module 'oracledb' {
  const driver: OracleLikeDriver & {
    readonly NCLOB: unknown;
    readonly DB_TYPE_NVARCHAR: unknown;
  };
  export default driver;
}

declare module 'dmdb' {
  const driver: OracleLikeDriver & { fetchAsString: unknown[]; fetchAsBuffer: unknown[] };
  export default driver;
}
