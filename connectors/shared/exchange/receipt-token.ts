const separator = '\n';

/** The token of one record whose receipt number stands for its whole batch. */
export function joinToken(batchNumber: string, key: string): string {
  return `${batchNumber}${separator}${key}`;
}

/** Takes a token apart; `key` is undefined for a receipt number of the record's own. */
export function splitToken(token: string): { readonly number: string; readonly key: string | undefined } {
  const place = token.indexOf(separator);
  return place === -1
    ? { number: token, key: undefined }
    : { number: token.slice(0, place), key: token.slice(place + 1) };
}
