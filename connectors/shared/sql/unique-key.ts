/** Whether one of the unique indexes stands on exactly these columns, in any order. */
export function isUnique(uniqueKeys: readonly (readonly string[])[], key: readonly string[]): boolean {
  return uniqueKeys.some((unique) => unique.length === key.length && unique.every((name) => key.includes(name)));
}
