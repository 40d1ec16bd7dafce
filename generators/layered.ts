/** Names in scope, as layers: a block adds to its own layer, and what lies around it is not copied for each step. */

/** What is read of the names in scope; a Map will do. */
export type Names<T> = {
  get(name: string): T | undefined;
  has(name: string): boolean;
  keys(): Iterable<string>;
};

/** The names of `own` over those of `outer`. What is added to `own` later is seen too. */
export function layered<T>(own: ReadonlyMap<string, T>, outer: Names<T>): Names<T> {
  return {
    get: (name) => (own.has(name) ? own.get(name) : outer.get(name)),
    has: (name) => own.has(name) || outer.has(name),
    *keys() {
      yield* outer.keys();
      for (const name of own.keys()) if (!outer.has(name)) yield name;
    },
  };
}
