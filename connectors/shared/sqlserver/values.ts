import type { JsonValue } from '../../../schemas/json.js';
import type { TableColumn } from '../sql/dialect.js';
import { localTime, zoneOffsetSeconds } from '../sql/time-zone.js';
import { baseType, collationOf, quoteName, withoutCollation } from './names.js';

/**
 * SQL that gives a column's value so that nothing of it is lost on the way: the server itself writes everything but
 * small integers, bits and Unicode texts as a text. Decimals, money and floating point keep all digits, datetimeoffset
 * becomes UTC ISO, the other times local ISO without a zone, bytes `0x…`.
 */
export function columnAsText({ name, type }: TableColumn): string {
  const column = quoteName(name);
  switch (baseType(type)) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bit':
    case 'nchar':
    case 'nvarchar':
      return column;
    case 'bigint':
      return `CONVERT(varchar(20), ${column})`;
    case 'decimal':
    case 'numeric':
      return `CONVERT(varchar(41), ${column})`;
    case 'money':
    case 'smallmoney':
      return `CONVERT(varchar(30), ${column}, 2)`;
    case 'float':
    case 'real':
      return `CONVERT(varchar(40), ${column}, 3)`;
    case 'date':
      return `CONVERT(varchar(10), ${column}, 23)`;
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      return `CONVERT(varchar(33), ${column}, 126)`;
    case 'datetimeoffset':
      return `CONVERT(varchar(33), CAST(SWITCHOFFSET(${column}, '+00:00') AS datetime2(7)), 126) + 'Z'`;
    case 'binary':
    case 'varbinary':
    case 'image':
    case 'timestamp':
      return `LOWER(CONVERT(varchar(max), CONVERT(varbinary(max), ${column}), 1))`;
    case 'hierarchyid':
    case 'geometry':
    case 'geography':
      return `${column}.ToString()`;
    default:
      return `CONVERT(nvarchar(max), ${column})`;
  }
}

/** A parameter (a text) as a value of a column's type, so that the two compare without loss and an index serves. */
export function comparable(parameter: string, type: string): string {
  switch (baseType(type)) {
    case 'nchar':
    case 'nvarchar':
    case 'ntext':
    case 'sysname':
      return parameter;
    case 'char':
    case 'varchar':
    case 'text': {
      const collation = collationOf(type);
      return `CONVERT(varchar(8000), ${parameter}${collation === undefined ? '' : ` COLLATE ${collation}`})`;
    }
    case 'binary':
    case 'varbinary':
      return `CONVERT(varbinary(8000), ${parameter}, 1)`;
    case 'timestamp':
      return `CONVERT(binary(8), ${parameter}, 1)`;
    case 'float':
    case 'real':
      return `CONVERT(${withoutCollation(type)}, ${parameter})`;
    case 'datetimeoffset':
      return `CONVERT(${type}, ${parameter}, 127)`;
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      return `CONVERT(${type}, ${parameter}, 126)`;
    default:
      return type === '' ? parameter : `CONVERT(${withoutCollation(type)}, ${parameter})`;
  }
}

/** The type of the server, and the style, that a text from a document is converted to; undefined: it stays a text. */
export function documentType(type: string): { readonly type: string; readonly style: number } | undefined {
  switch (baseType(type)) {
    case 'char':
    case 'varchar':
    case 'text':
    case 'nchar':
    case 'nvarchar':
    case 'ntext':
    case 'xml':
    case 'sql_variant':
      return undefined;
    case 'binary':
    case 'varbinary':
    case 'image':
      return { type: 'varbinary(max)', style: 1 };
    case 'datetime':
    case 'datetime2':
    case 'smalldatetime':
      return { type, style: 126 };
    case 'datetimeoffset':
      return { type, style: 127 };
    default:
      return { type: withoutCollation(type), style: 0 };
  }
}

/** Whether a column keeps its texts in a code page, in which not every character has a place. */
export function isCodePage(type: string): boolean {
  return ['char', 'varchar', 'text'].includes(baseType(type));
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;
const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/u;

/**
 * What stands in the document for a cell: an instant becomes the time of `zone` that a column without a zone keeps,
 * a time in the form that no setting of the session reads otherwise.
 */
export function documentValue(value: JsonValue, type: string, zone: string): JsonValue {
  if (value === null) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'string') return value;
  const base = baseType(type);
  if (base === 'datetimeoffset') return value.replace(spaced, '$1T$2');
  if (base !== 'datetime' && base !== 'datetime2' && base !== 'smalldatetime') return value;
  if (!instant.test(value)) return value.replace(spaced, '$1T$2');
  const at = new Date(value);
  const [fraction = ''] = /\.\d+/u.exec(value) ?? [];
  return localTime(at, zoneOffsetSeconds(zone, at)).replace(' ', 'T') + fraction;
}
