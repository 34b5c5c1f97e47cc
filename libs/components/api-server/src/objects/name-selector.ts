/** A field selector that also asks for a name, when the path gives one. */
export function nameSelector(fieldSelector: string, name: string): string {
  if (name === '') return fieldSelector;
  const byName = `metadata.name=${name}`;
  return fieldSelector === '' ? byName : `${fieldSelector},${byName}`;
}
