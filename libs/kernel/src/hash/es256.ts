import { sha256 } from './sha256.ts';

/** Point of the curve P-256 in Jacobian coordinates; the neutral element has `z` 0. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

/** Public key: coordinates of a point, 32 bytes each. */
export interface Es256Key {
  readonly x: string;
  readonly y: string;
}

/** Field, order and base point of P-256 (FIPS 186-4, D.1.2.3); its coefficient `a` is -3. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const BASE: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  z: 1n,
};
const NEUTRAL: Point = { x: 1n, y: 1n, z: 0n };
/** Bytes of each number of a signature. */
const NUMBER_BYTES = 32;
const BITS = 256;

/**
 * Returns true for a signature that the key's owner made of a text: ECDSA over P-256 with SHA-256. All arguments are byte strings; the
 * signature has both numbers without ASN.1. RFC 7518, 3.4.
 */
export function verifyEs256(key: Es256Key, text: string, signature: string): boolean {
  const owner: Point = { x: numberOf(key.x), y: numberOf(key.y), z: 1n };
  if (signature.length !== 2 * NUMBER_BYTES || !isOnCurve(owner)) return false;
  const [r, s] = [numberOf(signature.slice(0, NUMBER_BYTES)), numberOf(signature.slice(NUMBER_BYTES))];
  if (r === 0n || s === 0n || r >= N || s >= N) return false;
  const inverse = inverseOf(s, N);
  const point = sumOfProducts((BigInt(`0x${sha256(text)}`) * inverse) % N, (r * inverse) % N, owner);
  if (point.z === 0n) return false;
  const z = inverseOf(point.z, P);
  return modulo(point.x * z * z, P) % N === r;
}

/** Returns `u * BASE + v * owner`, by Shamir's trick. */
function sumOfProducts(u: bigint, v: bigint, owner: Point): Point {
  const both = sum(BASE, owner);
  let result = NEUTRAL;
  for (let bit = BigInt(BITS - 1); bit >= 0n; bit--) {
    result = double(result);
    const [ofBase, ofOwner] = [(u >> bit) & 1n, (v >> bit) & 1n];
    if (ofBase === 1n && ofOwner === 1n) result = sum(result, both);
    else if (ofBase === 1n) result = sum(result, BASE);
    else if (ofOwner === 1n) result = sum(result, owner);
  }
  return result;
}

/** Formulas `dbl-2001-b` of the Explicit-Formulas Database. */
function double({ x, y, z }: Point): Point {
  if (z === 0n) return NEUTRAL;
  const [zz, yy] = [modulo(z * z, P), modulo(y * y, P)];
  const [xyy, slope] = [modulo(x * yy, P), modulo(3n * (x - zz) * (x + zz), P)];
  const newX = modulo(slope * slope - 8n * xyy, P);
  return { x: newX, y: modulo(slope * (4n * xyy - newX) - 8n * yy * yy, P), z: modulo(2n * y * z, P) };
}

/** Formulas `add-1998-cmo` of the Explicit-Formulas Database. */
function sum(a: Point, b: Point): Point {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const [azz, bzz] = [modulo(a.z * a.z, P), modulo(b.z * b.z, P)];
  const [aX, aY] = [modulo(a.x * bzz, P), modulo(a.y * b.z * bzz, P)];
  const h = modulo(b.x * azz - aX, P);
  const slope = modulo(b.y * a.z * azz - aY, P);
  if (h === 0n) return slope === 0n ? double(a) : NEUTRAL;
  const hh = modulo(h * h, P);
  const [hhh, axhh] = [modulo(h * hh, P), modulo(aX * hh, P)];
  const x = modulo(slope * slope - hhh - 2n * axhh, P);
  return { x, y: modulo(slope * (axhh - x) - aY * hhh, P), z: modulo(a.z * b.z * h, P) };
}

function isOnCurve({ x, y }: Point): boolean {
  return x < P && y < P && modulo(y * y - (x * x * x - 3n * x + B), P) === 0n;
}

/** Extended Euclidean algorithm. */
function inverseOf(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, modulo(value, modulus)];
  let [previousFactor, factor] = [0n, 1n];
  while (current > 1n) {
    const quotient = previous / current;
    [previous, current] = [current, previous % current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return modulo(factor, modulus);
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function numberOf(bytes: string): bigint {
  const digits = Array.from(bytes, (character) => character.charCodeAt(0).toString(16).padStart(2, '0'));
  return BigInt(`0x0${digits.join('')}`);
}
