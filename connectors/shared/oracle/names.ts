/** `number` of `NUMBER(18,2)`, `timestamp with time zone` of `TIMESTAMP(6) WITH TIME ZONE`. */
export function baseType(type: string): string {
  return type.replace(/\([^)]*\)/gu, '').trim().toLowerCase();
}

/** Digits of a second that a type keeps: 6 of `TIMESTAMP(6)`. */
export function fractionDigits(type: string): number {
  return Number(/\((\d)\)/u.exec(type)?.[1] ?? 6);
}
