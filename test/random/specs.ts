/** Random pipeline specs that are right by construction: every kind of step, nested, with values read across blocks. */
import { stringify } from "yaml";

type Random = () => number;
type Spec = Record<string, unknown>;
/** What a block may read: ids of steps before it, in it or around it, and item names. */
type Names = readonly string[];
type Place = { readonly depth: number; readonly names: Names; readonly inMap: boolean; readonly inHandler: boolean };

/** A small seeded generator (mulberry32): the same seed gives the same specs on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The YAML of a spec called `name`. */
export function randomSpec(name: string, seed: number, depth = 4): string {
  const random = randomFrom(seed);
  const writer = new Writer(random);
  const steps = writer.block({ depth, names: [], inMap: false, inHandler: false }, { mayEnd: true });
  const output = random() < 0.5 ? { output: { all: writer.value(Object.keys(steps.steps)), run: "${run.slug}" } } : {};
  return stringify({ name, input, functions, steps: steps.steps, ...(steps.falls ? output : {}) }, { lineWidth: 0 });
}

const input = {
  flag: { type: "boolean", default: true },
  count: { type: "integer", default: 2 },
  words: { type: ["string"], default: ["a", "b"] },
  extra: { type: "any", default: null },
};
const functions = { typed: { returns: { n: "integer", text: "string", list: ["integer"] } } };
const errors = ["Bad", "Worse", "States.Timeout", "States.TaskFailed"];

type Written = { readonly steps: Record<string, Spec>; readonly falls: boolean };

class Writer {
  readonly #random: Random;
  #next = 0;
  readonly #typed = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  #id(kind: string): string {
    this.#next += 1;
    return `${kind}_${this.#next}`;
  }

  /** One to four steps; only the last may end the block. */
  block(place: Place, options: { mayEnd: boolean }): Written {
    const count = 1 + Math.floor(this.#random() * (place.depth > 2 ? 4 : 3));
    const steps: Record<string, Spec> = {};
    let names = place.names;
    for (let index = 0; index < count; index++) {
      const last = index === count - 1;
      const { id, spec, falls } = this.#step({ ...place, names }, last && options.mayEnd);
      steps[id] = spec;
      names = [...names, id];
      if (!falls) return { steps, falls: false };
    }
    return { steps, falls: true };
  }

  #step(place: Place, mayEnd: boolean): { id: string; spec: Spec; falls: boolean } {
    const roll = this.#random();
    if (mayEnd && roll < 0.06)
      return { id: this.#id("done"), spec: { succeed: this.value(place.names) }, falls: false };
    if (mayEnd && roll < 0.1) return { id: this.#id("stop"), spec: this.#fail(place), falls: false };
    if (place.depth <= 0 || roll < 0.45) return this.#leaf(place);
    if (roll < 0.68) return this.#choice(place, mayEnd);
    if (roll < 0.85 || place.inMap) return this.#parallel(place);
    return this.#map(place);
  }

  #fail(place: Place): Spec {
    if (place.inHandler && this.#random() < 0.5) return { fail: "${error}" };
    return { fail: { error: "Stopped", cause: "at ${string(input.count)}" } };
  }

  #leaf(place: Place): { id: string; spec: Spec; falls: boolean } {
    const roll = this.#random();
    if (roll < 0.3) return { id: this.#id("value"), spec: { pass: this.value(place.names) }, falls: true };
    if (roll < 0.4)
      return { id: this.#id("pause"), spec: { wait: this.#pick(["1s", { seconds: "${input.count}" }]) }, falls: true };
    const typed = this.#random() < 0.5;
    const id = this.#id(typed ? "typed" : "call");
    if (typed) this.#typed.add(id);
    const handlers = this.#random() < 0.4 ? { catch: this.#handlers(place) } : {};
    if ("catch" in handlers) this.#typed.delete(id);
    const retry = this.#random() < 0.4 ? { retry: this.#retry() } : {};
    const timeout = this.#random() < 0.2 ? { timeout: "5s" } : {};
    const result =
      typed && !("catch" in handlers) && this.#random() < 0.2
        ? { result: { n: "${result.n}", text: "${result.text}", list: "${result.list}" } }
        : {};
    const payload = { attempt: "${attempt}", value: this.value(place.names) };
    return {
      id,
      spec: { lambda: typed ? "typed" : "work", payload, ...retry, ...timeout, ...handlers, ...result },
      falls: true,
    };
  }

  #retry(): Spec[] {
    const one = { errors: ["Bad"], interval: "1s", maxAttempts: 2, backoffRate: this.#pick([1, 1.5, 2]) };
    return this.#random() < 0.5 ? [one] : [one, { errors: ["States.ALL"], interval: "1s", maxAttempts: 1 }];
  }

  #handlers(place: Place): Spec[] {
    const count = this.#random() < 0.6 ? 1 : 2;
    return Array.from({ length: count }, (_, index) => {
      const inner = { ...place, depth: place.depth - 2, inHandler: true };
      const written = this.#random() < 0.15 ? { steps: {} } : this.block(inner, { mayEnd: true });
      return { errors: index === count - 1 ? ["States.ALL"] : [this.#pick(errors.slice(0, 2))], steps: written.steps };
    });
  }

  #choice(place: Place, mayEnd: boolean): { id: string; spec: Spec; falls: boolean } {
    const id = this.#id("route");
    const paths = 1 + Math.floor(this.#random() * 3);
    const inner = { ...place, depth: place.depth - 1 };
    let falls = false;
    const entries: Spec[] = [];
    for (let index = 0; index < paths; index++) {
      const written =
        this.#random() < 0.15 ? { steps: {}, falls: true } : this.block(inner, { mayEnd: mayEnd || index > 0 });
      falls ||= written.falls;
      entries.push({
        when: this.#pick([
          "${input.flag}",
          "${input.count > 1}",
          "${size(input.words) == 2}",
          "${input.extra == null}",
        ]),
        steps: written.steps,
      });
    }
    if (this.#random() < 0.7) {
      const written =
        this.#random() < 0.4 ? { steps: {}, falls: true } : this.block(inner, { mayEnd: mayEnd || falls });
      falls ||= written.falls;
      entries.push({ default: { steps: written.steps } });
    }
    return { id, spec: { choice: entries }, falls };
  }

  #parallel(place: Place): { id: string; spec: Spec; falls: boolean } {
    const id = this.#id("both");
    const inner = { ...place, depth: place.depth - 1 };
    const branches: Record<string, Spec> = {};
    let falls = true;
    for (let index = 0; index < 2; index++) {
      if (this.#random() < 0.3) {
        const { id: step, spec } = this.#leaf(inner);
        branches[step] = spec;
        continue;
      }
      const written = this.block(inner, { mayEnd: true });
      falls &&= written.falls || JSON.stringify(written.steps).includes('"succeed"');
      branches[this.#id("branch")] = { steps: written.steps };
    }
    return { id, spec: { parallel: branches }, falls };
  }

  #map(place: Place): { id: string; spec: Spec; falls: boolean } {
    const id = this.#id("each");
    const as = this.#id("item");
    const written = this.block(
      { ...place, depth: place.depth - 1, inMap: true, names: [...place.names, as] },
      { mayEnd: true },
    );
    const limit = this.#random() < 0.3 ? { maxConcurrency: 2 } : {};
    return {
      id,
      spec: {
        map: { items: this.#pick(["${input.words}", ["x", "${input.count}"]]), as, ...limit, steps: written.steps },
      },
      falls: true,
    };
  }

  /** A value that reads up to two of the names. */
  value(names: Names): unknown {
    const roll = this.#random();
    const name = names.length > 0 ? this.#pick(names) : undefined;
    if (name === undefined || roll < 0.2)
      return this.#pick<unknown>([1, "text", true, null, { n: "${input.count}" }, "n=${input.count}"]);
    if (this.#typed.has(name)) return `\${${name}.${this.#pick(["n + 1", "text", "list"])}}`;
    if (roll < 0.4) return { of: `\${${name}}`, also: `\${${this.#pick(names)}}` };
    return `\${${name}}`;
  }
}
