import type { Statement } from '../sql/connection.js';

/** In what databases that take Oracle's SQL differ. */
export interface Flavour {
  /** Whether a DATE has a time of day. */
  readonly hasTimeInDate: boolean;
  /** A number with all its digits, as a text with a point. @param column quoted */
  numberAsText(column: string): string;
  /** Has the server understand a statement, and find its rights, without doing it. */
  probe(statement: string): Statement;
  /** Statements that begin to read one state. */
  readonly beginReading: readonly Statement[];
  /** What a session is set to at sign-in. */
  readonly setUp: readonly Statement[];
}

export const oracle: Flavour = {
  hasTimeInDate: true,
  numberAsText: (column) => `TO_CHAR(${column}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,''')`,
  probe: (statement) => ({
    text: 'DECLARE c INTEGER; BEGIN c := DBMS_SQL.OPEN_CURSOR; DBMS_SQL.PARSE(c, :p1, DBMS_SQL.NATIVE); DBMS_SQL.CLOSE_CURSOR(c); END;',
    values: [statement],
  }),
  beginReading: [{ text: 'SET TRANSACTION READ ONLY', values: [] }],
  setUp: [{ text: `ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_SORT = BINARY NLS_COMP = BINARY`, values: [] }],
};

export const dameng: Flavour = {
  hasTimeInDate: false,
  numberAsText: (column) => `CAST(${column} AS VARCHAR(100))`,
  probe: (statement) => ({ text: `EXPLAIN ${statement}`, values: [] }),
  beginReading: [{ text: 'SET TRANSACTION READ ONLY', values: [] }],
  setUp: [],
};
