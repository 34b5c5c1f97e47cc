/** Max characters of a tag whose links are converted; a longer one is passed as it is. */
const TAG_CHARACTERS_MAX = 16_384;
const COMMENT = '<!--';
/** Elements whose content has no tags. */
const RAW: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'textarea', 'title', 'xmp']);
/** Attributes with links, by element. Models `atomsToAttrs` of `apimachinery/pkg/util/proxy/transport.go`. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  applet: ['codebase'],
  area: ['href'],
  audio: ['src'],
  base: ['href'],
  blockquote: ['cite'],
  body: ['background'],
  button: ['formaction'],
  command: ['icon'],
  del: ['cite'],
  embed: ['src'],
  form: ['action'],
  frame: ['longdesc', 'src'],
  head: ['profile'],
  html: ['manifest'],
  iframe: ['longdesc', 'src'],
  img: ['longdesc', 'src', 'usemap'],
  input: ['formaction', 'src', 'usemap'],
  ins: ['cite'],
  link: ['href'],
  object: ['classid', 'codebase', 'data', 'usemap'],
  q: ['cite'],
  script: ['src'],
  source: ['src'],
  video: ['poster', 'src'],
};
/** Next attribute of a tag: name, equals sign and value. */
const ATTRIBUTE = /[\s/]*([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/y;

/** Converts the links in HTML that arrives in pieces, in time proportional to its length. Models `rewriteHTML` of upstream's `Transport`. */
export class HtmlLinks {
  readonly #convert: (link: string) => string;
  /** Text that may belong to an incomplete tag. */
  #waiting = '';
  /** End of the text without tags: of a comment, or of an element like `script`. */
  #until = '';

  constructor(convert: (link: string) => string) {
    this.#convert = convert;
  }

  /** Returns what is complete after a piece. */
  add(piece: string): string {
    let text = this.#waiting + piece;
    let output = '';
    for (;;) {
      const length = this.#until === '' ? this.#tagLength(text) : this.#rawLength(text);
      if (length === undefined) break;
      output += this.#until === '' ? this.#tag(text.slice(0, length)) : this.#endRaw(text.slice(0, length));
      text = text.slice(length);
    }
    this.#waiting = text;
    return output;
  }

  /** Returns what never became complete. */
  end(): string {
    const rest = this.#waiting;
    this.#waiting = '';
    return rest;
  }

  /** Length of the text up to the end of its first tag; undefined when more is needed. */
  #tagLength(text: string): number | undefined {
    const start = text.indexOf('<');
    if (start !== 0) return start < 0 ? text.length || undefined : start;
    if (COMMENT.startsWith(text.slice(0, COMMENT.length)) && text.length < COMMENT.length) return undefined;
    if (text.startsWith(COMMENT) || !/^<[A-Za-z]/.test(text)) return text.startsWith(COMMENT) ? COMMENT.length : 1;
    const end = tagEnd(text);
    if (end !== undefined) return end;
    return text.length > TAG_CHARACTERS_MAX ? text.length : undefined;
  }

  /** Length of the text up to the end of a comment or element; its last characters may be the beginning of that end. */
  #rawLength(text: string): number | undefined {
    const end = text.toLowerCase().indexOf(this.#until);
    if (end >= 0) return end + this.#until.length;
    return Math.max(0, text.length - this.#until.length + 1) || undefined;
  }

  #endRaw(text: string): string {
    if (text.toLowerCase().endsWith(this.#until)) this.#until = '';
    return text;
  }

  #tag(text: string): string {
    if (text === COMMENT) this.#until = '-->';
    const [, name = ''] = /^<([A-Za-z][^\s/>]*)/.exec(text) ?? [];
    const element = name.toLowerCase();
    if (RAW.has(element)) this.#until = `</${element}`;
    const links = Object.hasOwn(LINKS, element) ? LINKS[element] : undefined;
    if (links === undefined || text.length > TAG_CHARACTERS_MAX) return text;
    return text.slice(0, name.length + 1) + this.#attributes(text.slice(name.length + 1), links);
  }

  #attributes(text: string, links: readonly string[]): string {
    let output = '';
    for (let at = 0; at < text.length; ) {
      ATTRIBUTE.lastIndex = at;
      const [match = text.charAt(at), name = '', value = ''] = ATTRIBUTE.exec(text) ?? [];
      output += links.includes(name.toLowerCase()) ? match.slice(0, match.length - value.length) + this.#value(value) : match;
      at += match.length;
    }
    return output;
  }

  #value(value: string): string {
    const [quote = ''] = /^["']/.exec(value) ?? [];
    return `${quote}${this.#convert(quote === '' ? value : value.slice(1, -1))}${quote}`;
  }
}

/** Returns the index after the `>` of a tag, outside of quotes. */
function tagEnd(text: string): number | undefined {
  let quote = '';
  for (let at = 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === '' && character === '>') return at + 1;
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return undefined;
}
