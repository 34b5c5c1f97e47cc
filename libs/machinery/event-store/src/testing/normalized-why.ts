/**
 * Returns the lines of `whyText` without random or time-dependent parts: single spaces between columns, no times, revisions numbered in
 * order of appearance (`#1`), and numbered generated names (`web-~1`).
 */
export function normalizedWhy(text: string): string[] {
  const revisions = new TextNumbers('#');
  const names = new TextNumbers('~');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replace(/\d\d:\d\d:\d\d\.\d{3} +/, '')
        .replace(/(?<=\S) {2,}/g, ' ')
        .replace(/rev (\d+)((?:, \d+)*)/g, (_, first: string, rest: string) =>
          [first, ...rest.split(', ').slice(1)].map((rev) => revisions.of(rev)).join(', '),
        )
        .replace(/(?<=[a-z0-9][-.])(?=[a-z0-9]*\d|[bcdfghjklmnpqrstvwxz]{5})[a-z0-9]{5,16}(?=[\s-]|$)/g, (name) => names.of(name)),
    );
}

/** Numbers texts in order of appearance. */
class TextNumbers {
  readonly #mark: string;
  readonly #numbers = new Map<string, number>();

  constructor(mark: string) {
    this.#mark = mark;
  }

  of(text: string): string {
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return `${this.#mark}${number}`;
  }
}
