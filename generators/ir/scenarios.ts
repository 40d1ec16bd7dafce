/** Scenarios: inputs of the declared types, and expectations of steps and buckets that exist. */
import type { Range } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Json } from "../expressions/expression.ts";
import { inputMismatches } from "./check-json.ts";
import type { Frame } from "./frame.ts";
import type { InputField, Path, Resource, Scenario } from "./types.ts";

export function buildScenarios(
  frame: Frame,
  known: { input: readonly InputField[]; resources: readonly Resource[] },
): readonly Scenario[] {
  const { document, diagnostics } = frame;
  return Object.entries(document.spec.scenarios ?? {}).map(([name, spec]) => {
    const path = ["scenarios", name];
    const input: Json = spec.input ?? {};
    for (const { path: at, message } of inputMismatches(input, known.input)) {
      diagnostics.add(
        "input-invalid",
        nearestRange(frame, [...path, "input", ...at], path),
        `\`${["input", ...at].join(".")}\` ${message}.`,
      );
    }
    if (spec.faults !== undefined && Object.keys(spec.faults).length > 0) {
      const fix = "Leave `faults` out for now, and let the function itself fail for a certain input.";
      diagnostics.add(
        "not-yet",
        document.keyRange([...path, "faults"]),
        "Faults that are put in come with a later version.",
        fix,
      );
    }
    const expect = spec.expect;
    for (const id of Object.keys(expect?.attempts ?? {}))
      requireStep(frame, id, document.keyRange([...path, "expect", "attempts", id]));
    for (const [index, id] of (expect?.order ?? []).entries())
      requireStep(frame, id, document.range([...path, "expect", "order", index]));
    for (const id of Object.keys(spec.faults ?? {})) requireStep(frame, id, document.keyRange([...path, "faults", id]));
    for (const id of Object.keys(expect?.objects ?? {}))
      requireResource(frame, known.resources, id, [...path, "expect", "objects", id]);
    return {
      name,
      input,
      faults: spec.faults ?? {},
      ...(expect === undefined ? {} : { expect }),
      range: document.keyRange(path),
    } as Scenario;
  });
}

/** The place of the value, or of the nearest one around it that is written down, or of the scenario's name. */
function nearestRange({ document }: Frame, path: Path, scenario: Path): Range {
  for (let length = path.length; length > scenario.length; length--) {
    const at = path.slice(0, length);
    if (document.nodeAt(at) !== undefined) return document.range(at);
  }
  return document.keyRange(scenario);
}

function requireStep(frame: Frame, id: string, range: readonly [number, number]): void {
  const known = frame.ids.get(id);
  if (known?.what === "step") return;
  const steps = [...frame.ids].filter(([, place]) => place.what === "step").map(([name]) => name);
  frame.diagnostics.add("unknown-step", range, `There is no step called \`${id}\`.`, didYouMean(id, steps));
}

function requireResource(frame: Frame, resources: readonly Resource[], id: string, path: Path): void {
  if (resources.some((resource) => resource.id === id)) return;
  const names = resources.map((resource) => resource.id);
  frame.diagnostics.add(
    "unknown-resource",
    frame.document.keyRange(path),
    `There is no resource called \`${id}\`.`,
    didYouMean(id, names),
  );
}
