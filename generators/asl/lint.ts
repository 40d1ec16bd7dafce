/** What ASL asks of a definition as a whole and asl-validator does not check: sizes and names (asl-facts.md). */
import type { Diagnostics } from "../../diagnostics/diagnostic.ts";
import type { Pipeline } from "../ir/types.ts";
import { stepsOf } from "../ir/walk.ts";
import type { AslEmission } from "./emit.ts";

/** Step Functions, CreateStateMachine: a definition has at most 1,048,576 characters. */
const longestDefinition = 1_048_576;

export function lintAsl(options: { pipeline: Pipeline; asl: AslEmission; diagnostics: Diagnostics }): void {
  const { pipeline, asl, diagnostics } = options;
  const [start] = pipeline.body.range;
  if (asl.text.length > longestDefinition) {
    diagnostics.add(
      "definition-too-large",
      [start, start],
      `The state machine has ${asl.text.length} characters; Step Functions takes ${longestDefinition}.`,
    );
  }
  for (const step of stepsOf(pipeline.body)) {
    for (const { name } of asl.states.get(step.id) ?? []) {
      if (name.length > 80)
        diagnostics.add(
          "state-name-too-long",
          step.range,
          `The state \`${name}\` has ${name.length} characters; ASL takes 80.`,
        );
    }
  }
}
