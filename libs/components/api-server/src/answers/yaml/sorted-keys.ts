const LETTER = /^\p{L}/u;
const DIGITS = /^\d+/;

/** Returns a mapping's keys in the order of Go's YAML: `a2` before `a10`, and nonletters before letters. */
export function sortedKeys(mapping: object): string[] {
  return Object.keys(mapping).sort(compareKeys);
}

/** Models `keyList.Less` of `go.yaml.in/yaml/v2`. */
function compareKeys(a: string, b: string): number {
  const at = firstDifference(a, b);
  const [restOfA, restOfB] = [a.slice(at), b.slice(at)];
  if (restOfA === '' || restOfB === '') return a.length - b.length;
  const [isLetterOfA, isLetterOfB] = [LETTER.test(restOfA), LETTER.test(restOfB)];
  if (isLetterOfA !== isLetterOfB) return isLetterOfB ? -1 : 1;
  return (isLetterOfA ? 0 : compareNumbers(restOfA, restOfB, a.slice(0, at))) || codeAt(restOfA) - codeAt(restOfB);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  // Surrogate halves count as one character.
  return at > 0 && /[\ud800-\udbff]/.test(a[at - 1] ?? '') ? at - 1 : at;
}

/** Compares by value, then by digits: leading zeros make a number longer. `before`: common prefix of both. */
function compareNumbers(a: string, b: string, before: string): number {
  const [digitsOfA = '', digitsOfB = ''] = [DIGITS.exec(a)?.[0], DIGITS.exec(b)?.[0]];
  // A zero counts after the first digit of a number.
  const firstDigit = (a[0] === '0' || b[0] === '0') && /[1-9]\d*$/.test(before) ? '1' : '0';
  const byValue = Number(firstDigit + digitsOfA) - Number(firstDigit + digitsOfB);
  return byValue || digitsOfA.length - digitsOfB.length;
}

function codeAt(text: string): number {
  return text.codePointAt(0) ?? 0;
}
