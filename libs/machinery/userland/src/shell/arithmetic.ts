/** Invalid expression or division by zero. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
  readonly problem: 'syntax' | 'zero';
  readonly expression: string;
  constructor(problem: 'syntax' | 'zero', expression: string) {
    super(problem);
    this.problem = problem;
    this.expression = expression;
  }
}

export interface ArithmeticScope {
  variable(name: string): string | undefined;
  assign(name: string, value: string): void;
}

const TOKEN =
  /\s*([A-Za-z_]\w*(?:\[[^\]]+\])?|\d+#[0-9a-zA-Z]+|0[xX][0-9a-fA-F]+|\d+|<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>!~&|^?:(),=])/y;
/** Binary operators, the loosest first. */
const LEVELS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];
const ASSIGNMENT = /^(?:[-+*/%&|^]|<<|>>)?=$/;
const DEPTH_MAX = 100;

/** Evaluates the inside of `$((…))`, on integers of 64 bits. Throws {@link ArithmeticError}. */
export function arithmetic(expression: string, scope: ArithmeticScope): string {
  return String(new Evaluation(expression, scope, 0).run());
}

class Evaluation {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  readonly #tokens: string[];
  #at = 0;
  /** Above 0 in untaken branches: they neither assign nor divide. */
  #skipping = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
    this.#tokens = this.#tokenize();
  }

  run(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const value = this.#list();
    if (this.#at < this.#tokens.length) throw this.#fail('syntax');
    return value;
  }

  #tokenize(): string[] {
    const text = this.#text.trim();
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    for (let end = 0; end < text.length; end = TOKEN.lastIndex) {
      const token = TOKEN.exec(text)?.[1];
      if (token === undefined) throw this.#fail('syntax');
      tokens.push(token);
    }
    return tokens;
  }

  #list(): bigint {
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    const [name, operator] = [this.#tokens[this.#at] ?? '', this.#tokens[this.#at + 1] ?? ''];
    if (!/^[A-Za-z_]/.test(name) || !ASSIGNMENT.test(operator)) return this.#conditional();
    this.#at += 2;
    const right = this.#assignment();
    return this.#assign(name, operator === '=' ? right : this.#apply(operator.slice(0, -1), this.#value(name), right));
  }

  #conditional(): bigint {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const yes = this.#unless(condition === 0n, () => this.#assignment());
    if (!this.#take(':')) throw this.#fail('syntax');
    const no = this.#unless(condition !== 0n, () => this.#assignment());
    return condition === 0n ? no : yes;
  }

  #binary(level: number): bigint {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let operator = this.#tokens[this.#at]; operator !== undefined && operators.includes(operator); operator = this.#tokens[this.#at]) {
      this.#at += 1;
      const isDecided = (operator === '||' && left !== 0n) || (operator === '&&' && left === 0n);
      const right = this.#unless(isDecided, () => this.#binary(operator === '**' ? level : level + 1));
      left = this.#apply(operator, left, right);
    }
    return left;
  }

  #unary(): bigint {
    if (this.#take('-')) return BigInt.asIntN(64, -this.#unary());
    if (this.#take('+')) return this.#unary();
    if (this.#take('!')) return this.#unary() === 0n ? 1n : 0n;
    if (this.#take('~')) return ~this.#unary();
    if (this.#take('++')) return this.#step(this.#name(), 1n);
    if (this.#take('--')) return this.#step(this.#name(), -1n);
    return this.#primary();
  }

  #primary(): bigint {
    if (this.#take('(')) {
      const value = this.#list();
      if (!this.#take(')')) throw this.#fail('syntax');
      return value;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw this.#fail('syntax');
    if (/^\d/.test(token)) return this.#number(token);
    if (!/^[A-Za-z_]/.test(token)) throw this.#fail('syntax');
    const value = this.#value(token);
    if (this.#take('++')) this.#step(token, 1n);
    else if (this.#take('--')) this.#step(token, -1n);
    return value;
  }

  #name(): string {
    const name = this.#tokens[this.#at++];
    if (name === undefined || !/^[A-Za-z_]/.test(name)) throw this.#fail('syntax');
    return name;
  }

  #step(name: string, by: bigint): bigint {
    return this.#assign(name, this.#value(name) + by);
  }

  #assign(name: string, value: bigint): bigint {
    const fits = BigInt.asIntN(64, value);
    if (this.#skipping === 0) this.#scope.assign(name, String(fits));
    return fits;
  }

  /** Variables hold a number or a nested expression. */
  #value(name: string): bigint {
    const text = (this.#scope.variable(name) ?? '').trim();
    if (/^[-+]?\d+$/.test(text)) return text.startsWith('-') ? -this.#number(text.slice(1)) : this.#number(text.replace('+', ''));
    if (text === '' || this.#skipping > 0) return 0n;
    if (this.#depth >= DEPTH_MAX) throw this.#fail('syntax');
    return new Evaluation(text, this.#scope, this.#depth + 1).run();
  }

  #number(text: string): bigint {
    const [base, digits] = text.split('#');
    if (digits !== undefined) return BigInt(Number.parseInt(digits, Number(base)) || 0);
    if (/^0\d/.test(text)) {
      if (/[89]/.test(text)) throw this.#fail('syntax');
      return BigInt(`0o${text.slice(1)}`);
    }
    return BigInt.asIntN(64, BigInt(text));
  }

  #unless(skip: boolean, evaluate: () => bigint): bigint {
    if (skip) this.#skipping += 1;
    try {
      return evaluate();
    } finally {
      if (skip) this.#skipping -= 1;
    }
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    if ((operator === '/' || operator === '%') && right === 0n) {
      if (this.#skipping > 0) return 0n;
      throw this.#fail('zero');
    }
    return BigInt.asIntN(64, OPERATIONS[operator]?.(left, right) ?? 0n);
  }

  #take(token: string): boolean {
    return this.#tokens[this.#at] === token && ++this.#at > 0;
  }

  #fail(problem: 'syntax' | 'zero'): ArithmeticError {
    return new ArithmeticError(problem, this.#text);
  }
}

const OPERATIONS: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '||': (left, right) => truth(left !== 0n || right !== 0n),
  '&&': (left, right) => truth(left !== 0n && right !== 0n),
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '&': (left, right) => left & right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '<<': (left, right) => left << (right & 63n),
  '>>': (left, right) => left >> (right & 63n),
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => power(left, right),
};

function truth(holds: boolean): bigint {
  return holds ? 1n : 0n;
}

// Exponentiation by squaring within 64 bits, since the exponent is user input.
function power(base: bigint, exponent: bigint): bigint {
  let [result, factor, left] = [1n, base, BigInt.asUintN(64, exponent)];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
