/**
 * The lines of a text of `whyText` with what is by chance or of the moment taken out: columns are one space apart, times are gone, revisions are
 * counted in the order they are told (`#1`), and so are names that end in chance (`web-~1`).
 */
export function toldWhy(text: string): string[] {
  const revisions = new Counted('#');
  const names = new Counted('~');
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

/** Gives each text a number when it first comes. */
class Counted {
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
