/** `25000.00` */
export function yuanText(fen: number | null): string | null {
  return fen === null ? null : `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** Ten thousands of yuan without needless zeros: `2.5` for 25,000 yuan. Exact, since a fen is a millionth of it. */
export function tenThousandsText(fen: number | null): string | null {
  if (fen === null) return null;
  const fraction = String(fen % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return String(Math.trunc(fen / 1_000_000)) + (fraction === '' ? '' : `.${fraction}`);
}
