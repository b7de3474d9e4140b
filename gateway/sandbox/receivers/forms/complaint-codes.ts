/** Codes of the desks' complaints, as INTERFACES.md 4.3 lists them. */
export const complaintCodes = {
  missing: 'D01',
  tooLong: 'D02',
  shape: 'D03',
  badForm: 'D04',
  notListed: 'D05',
  badIdentifier: 'D06',
  badDate: 'D07',
  contradiction: 'D08',
  notHeld: 'D09',
} as const;
