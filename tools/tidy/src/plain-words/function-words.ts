const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  [
    'a an the this that these those it its itself they them their theirs he she his her we us our you your i me my',
    'who whom whose whoever what whatever which there here one ones',
    'somebody nobody anybody everybody someone anyone everyone none nothing something anything everything',
    'is are was were be been being am do does did done doing has have had having can could may might must shall should will would',
    'of in on at by for from to with without into onto upon over under above below after before between through during against about',
    'as than like until till since while where when why how whether if unless nor so because though although then up down off away back apart',
    'say says said saying tell tells told telling come comes came coming make makes made making give gives gave given giving',
    'go goes went gone going look looks looked get gets got take takes took taken taking let lets keep keeps kept',
    'know knows knew known ask asks asked put puts',
  ].flatMap((line) => line.split(' ')),
);

const CODE = /`[^`]*`|\{@\w+ [^}]*\}|\S*[/_]\S*|\S+\.\w\S*/g;
const WORD = /[A-Za-z][A-Za-z'’-]*/g;

/** Word count of a text and its share of function words; code or a path counts as one word. */
export interface Wording {
  readonly words: number;
  readonly share: number;
}

/** Counts the words of a text: articles, pronouns, auxiliaries, prepositions and vague verbs against all. */
export function wordingOf(text: string): Wording {
  const words = text.replace(CODE, ' code ').match(WORD) ?? [];
  const empty = words.filter((word) => FUNCTION_WORDS.has(word.toLowerCase().replace(/['’]s$/, '')));
  return { words: words.length, share: words.length === 0 ? 0 : empty.length / words.length };
}
