/** Random variables of a declared shape, and a step whose value has no declared shape at all. */
import type { Json } from "../../generators/expressions/expression.ts";
import {
  anyType,
  booleanType,
  integerType,
  listOf,
  nullableOf,
  numberType,
  objectOf,
  stringType,
  type Type,
} from "../../generators/expressions/types.ts";
import type { Random } from "./random.ts";

const item = objectOf({
  sku: { type: stringType },
  qty: { type: integerType },
  price: { type: numberType },
  tags: { type: listOf(stringType) },
  note: { type: stringType, optional: true },
});

export const types: Readonly<Record<string, Type>> = {
  input: objectOf({
    a: { type: numberType },
    b: { type: numberType },
    n: { type: integerType },
    s: { type: stringType },
    t: { type: stringType },
    flag: { type: booleanType },
    nums: { type: listOf(numberType) },
    ints: { type: listOf(integerType) },
    strs: { type: listOf(stringType) },
    nested: { type: listOf(listOf(numberType)) },
    items: { type: listOf(item) },
    maybe: { type: numberType, optional: true },
    nullable: { type: nullableOf(stringType) },
    limit: { type: nullableOf(numberType) },
    "ship-to": { type: objectOf({ city: { type: stringType }, in: { type: numberType } }) },
  }),
  amount: integerType,
  step: anyType,
};

const texts = [
  "",
  "a",
  "A-1",
  "x,y",
  "b c",
  "12",
  "1.5",
  "-3",
  "é",
  "😀z",
  "it's",
  'q"q',
  "{x}",
  "a.b",
  "$1",
  "%}",
  "{%",
  "\\",
  "a\nb",
  " a  b ",
  "ß",
  "\u007f",
  "\u2028",
];

export const anyText = ({ pick, chance }: Random): string => (chance(0.15) ? pick(texts) + pick(texts) : pick(texts));
export const anyInteger = ({ int, chance }: Random): number => (chance(0.15) ? int(2e9) - 1e9 : int(41) - 20);
export function anyNumber(random: Random): number {
  if (random.chance(0.4)) return anyInteger(random);
  if (random.chance(0.1)) return random.pick([1e-7, 1 / 3, 0.1, 123456789.125, 1e15, 12345678901234.5]);
  return random.chance(0.5) ? (random.int(800) - 400) / 8 : (random.int(2000) - 1000) / 10;
}

const many = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: random.int(most + 1) }, make);

/** Any JSON, small. */
function anyJson(random: Random, depth: number): Json {
  const kind = random.int(depth > 0 ? 8 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind <= 3) return anyNumber(random);
  if (kind <= 5) return anyText(random);
  if (kind === 6) return many(random, 3, () => anyJson(random, depth - 1));
  return Object.fromEntries(
    many(random, 3, () => [random.pick(["n", "s", "k", "a b", "ok"]), anyJson(random, depth - 1)]),
  );
}

export function randomData(random: Random): Readonly<Record<string, Json>> {
  const number = (): number => anyNumber(random);
  const text = (): string => anyText(random);
  const wild = (value: Json): Json => (random.chance(0.25) ? anyJson(random, 2) : value);
  /** Something else at times, but no list, whose fields JSONata would read (residuals.ts, member-of-list). */
  const bare = (value: Json): Json => {
    const other = wild(value);
    return Array.isArray(other) ? value : other;
  };
  const step: { [key: string]: Json } = {
    n: wild(number()),
    s: wild(text()),
    ok: wild(random.chance(0.5)),
    list: wild(many(random, 3, number)),
    texts: wild(many(random, 3, text)),
    m: bare({ k: wild(number()), q: bare({ r: text() }) }),
  };
  for (const key of Object.keys(step)) if (random.chance(0.15)) delete step[key];
  return {
    input: {
      a: number(),
      b: number(),
      n: anyInteger(random),
      s: text(),
      t: text(),
      flag: random.chance(0.5),
      nums: many(random, 3, number),
      ints: many(random, 3, () => anyInteger(random)),
      strs: many(random, 3, text),
      nested: many(random, 2, () => many(random, 2, number)),
      items: many(random, 3, () => ({
        sku: text(),
        qty: anyInteger(random),
        price: number(),
        tags: many(random, 2, text),
        ...(random.chance(0.5) ? { note: text() } : {}),
      })),
      ...(random.chance(0.5) ? { maybe: number() } : {}),
      nullable: random.chance(0.4) ? null : text(),
      limit: random.chance(0.4) ? null : number(),
      "ship-to": { city: text(), in: number() },
    },
    amount: random.int(12) - 3,
    step,
  };
}
