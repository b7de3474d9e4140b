import type { JsonValue } from '../../../schemas/json.js';
import type { TableColumn } from '../sql/dialect.js';
import { quoteIdentifier } from '../sql/identifiers.js';
import { localTime, offsetText, zoneOffsetSeconds } from '../sql/time-zone.js';
import type { Flavour } from './flavour.js';
import { baseType, fractionDigits } from './names.js';

const day = 'YYYY-MM-DD';
const second = `${day}"T"HH24:MI:SS`;

function timeFormat(type: string): string {
  const digits = fractionDigits(type);
  return digits === 0 ? second : `${second}.FF${digits}`;
}

/**
 * SQL that gives a column's value so that nothing of it is lost on the way: the server itself writes numbers and times as
 * texts. A DATE has a time of day; times with a zone become UTC ISO, the others local ISO without one, bytes `0x…`.
 */
export function columnAsText({ name, type }: TableColumn, flavour: Flavour): string {
  const column = quoteIdentifier(name);
  switch (baseType(type)) {
    case 'number':
    case 'float':
    case 'binary_float':
    case 'binary_double':
    case 'integer':
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'decimal':
    case 'dec':
    case 'numeric':
    case 'double':
    case 'real':
      return flavour.numberAsText(column);
    case 'date':
      return `TO_CHAR(${column}, '${flavour.hasTimeInDate ? second : day}')`;
    case 'timestamp':
    case 'datetime':
      return `TO_CHAR(${column}, '${timeFormat(type)}')`;
    case 'timestamp with time zone':
    case 'timestamp with local time zone':
      return `TO_CHAR(SYS_EXTRACT_UTC(${column}), '${timeFormat(type)}"Z"')`;
    case 'raw':
      return `CASE WHEN ${column} IS NOT NULL THEN '0x' || LOWER(RAWTOHEX(${column})) END`;
    case 'rowid':
      return `ROWIDTOCHAR(${column})`;
    case 'interval year to month':
    case 'interval day to second':
      return `TO_CHAR(${column})`;
    default:
      return column;
  }
}

/** A parameter (a Unicode text) as a value of a column's type, so that the two compare without loss and an index serves. */
export function comparable(parameter: string, type: string, flavour: Flavour): string {
  switch (baseType(type)) {
    case 'char':
    case 'nchar':
    case 'nvarchar2':
      return parameter;
    case 'varchar2':
    case 'varchar':
      return `TO_CHAR(${parameter})`;
    default:
      return converted(parameter, type, flavour) ?? parameter;
  }
}

/** A parameter as a column of this type takes it; undefined for a text, which it takes as it is. */
export function converted(parameter: string, type: string, flavour: Flavour): string | undefined {
  switch (baseType(type)) {
    case 'number':
    case 'float':
    case 'integer':
    case 'int':
    case 'bigint':
    case 'smallint':
    case 'tinyint':
    case 'decimal':
    case 'dec':
    case 'numeric':
      return `TO_NUMBER(${parameter})`;
    case 'binary_float':
      return `TO_BINARY_FLOAT(${parameter})`;
    case 'binary_double':
      return `TO_BINARY_DOUBLE(${parameter})`;
    case 'date':
      return `TO_DATE(${parameter}, '${flavour.hasTimeInDate ? second : day}')`;
    case 'timestamp':
    case 'datetime':
      return `TO_TIMESTAMP(${parameter}, '${second}.FF')`;
    case 'timestamp with time zone':
    case 'timestamp with local time zone':
      return `TO_TIMESTAMP_TZ(${parameter}, '${second}.FFTZH:TZM')`;
    case 'raw':
      return `HEXTORAW(${parameter})`;
    default:
      return undefined;
  }
}

const time = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/u;

/**
 * A value as the words above read it: a day gets a time of day, an instant the time of `zone` where the column keeps none,
 * and `+00:00` where it does; whole seconds for DATE, which has no fractions; bytes without their `0x`.
 */
export function parameterValue(value: JsonValue, type: string, zone: string, flavour: Flavour): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = String(value);
  const base = baseType(type);
  if (base === 'raw') return text.replace(/^0x/u, '');
  const isTime = base === 'date' || base === 'datetime' || base.startsWith('timestamp');
  const found = isTime ? time.exec(text) : null;
  if (!found) return text;
  const [, date = '', clock = '00:00:00', fraction = '', offset] = found;
  if (base.endsWith('time zone')) return `${date}T${clock}${fraction || '.0'}${offsetOf(offset, zone, `${date}T${clock}`)}`;
  const local = offset === undefined ? `${date}T${clock}` : inZone(text, zone);
  if (base !== 'date') return `${local}${fraction || '.0'}`;
  return flavour.hasTimeInDate ? local : local.slice(0, 'yyyy-MM-dd'.length);
}

function inZone(text: string, zone: string): string {
  const at = new Date(text);
  return localTime(at, zoneOffsetSeconds(zone, at)).replace(' ', 'T');
}

/** A time without a zone is meant in ours. */
function offsetOf(offset: string | undefined, zone: string, local: string): string {
  if (offset === 'Z') return '+00:00';
  return offset ?? offsetText(zoneOffsetSeconds(zone, new Date(`${local}Z`)));
}
