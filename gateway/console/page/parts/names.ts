/** The two halves of `department/name`, as paths of the API want them. */
export function splitName(qualified: string): { readonly department: string; readonly name: string } {
  const slash = qualified.indexOf('/');
  return { department: qualified.slice(0, slash), name: qualified.slice(slash + 1) };
}

/** The page of something that is called `department/name`. */
export function pathOf(list: string, qualified: string): string {
  const { department, name } = splitName(qualified);
  return `${list}/${encodeURIComponent(department)}/${encodeURIComponent(name)}`;
}
