/** The program itself, as owner of rules and calendars that come with it; no department may be called so. */
export const shippedDepartment = 'jiantong';
