/** A name as SQL Server takes it literally, whatever stands in it: `t_penalty` → `[t_penalty]`. */
export function quoteName(name: string): string {
  if (name === '' || name.includes('\0')) throw new Error('a name in SQL is empty or holds U+0000');
  return `[${name.replaceAll(']', ']]')}]`;
}

/** `decimal` of `decimal(18,2)`, `varchar` of `varchar(10) COLLATE Chinese_PRC_CI_AS`. */
export function baseType(type: string): string {
  return /^[a-z0-9]+/u.exec(type)?.[0] ?? '';
}

/** `Chinese_PRC_CI_AS` of `varchar(10) COLLATE Chinese_PRC_CI_AS`. */
export function collationOf(type: string): string | undefined {
  return / COLLATE (\w+)$/u.exec(type)?.[1];
}

/** `varchar(10)` of `varchar(10) COLLATE Chinese_PRC_CI_AS`. */
export function withoutCollation(type: string): string {
  return type.replace(/ COLLATE \w+$/u, '');
}
