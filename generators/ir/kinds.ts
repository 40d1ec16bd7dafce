/** The kinds of steps, one builder each. */
import type { Value } from "../expressions/expression.ts";
import { integerType, join, listOf, neverType, nullType, objectOf, variesOfType } from "../expressions/types.ts";
import { durationSeconds } from "../spec/duration.ts";
import {
  type ChoiceSpec,
  type FailSpec,
  kindOf,
  type LambdaSpec,
  type MapSpec,
  type ParallelSpec,
  type StepSpec,
  type WaitSpec,
} from "../spec/schema/steps.ts";
import { blockOf, buildBlock, canEndWell, outcomeOf } from "./block.ts";
import { buildRetry } from "./error-rules.ts";
import { type Frame, inside, name, withNames } from "./frame.ts";
import { defaultFunction } from "./functions.ts";
import { isBlock } from "./ids.ts";
import { checkItemName, itemTypeOf, refuseCatchOnBlock } from "./map-rules.ts";
import { buildCatch, buildResult, buildStep, type Common, withHandlers } from "./step.ts";
import type {
  Block,
  ChoiceRule,
  ChoiceStep,
  FailStep,
  LambdaStep,
  MapStep,
  ParallelStep,
  PassStep,
  SucceedStep,
  WaitStep,
} from "./types.ts";
import { below, expressionAt, typeOfValue, under, union, valueAt, variesOfValue } from "./value.ts";
import { buildWaitFor } from "./wait.ts";
import { isFallible } from "./walk.ts";

export function buildLambda(frame: Frame, common: Common, spec: LambdaSpec): LambdaStep {
  const called = withNames(frame, { attempt: name(integerType) });
  const path = [...common.path, "payload"];
  const range = frame.document.range(common.path);
  const empty: Value = { kind: "object", entries: [], range };
  const payload = spec.payload === undefined ? empty : valueAt(called, path);
  const known =
    frame.functions.get(spec.lambda) ?? defaultFunction(spec.lambda, frame.document.range([...common.path, "lambda"]));
  const own = buildResult(frame, common, {
    type: known.returns.type,
    varies: known.returns.varies ? [[]] : variesOfType(known.returns.type),
  });
  const timeout = spec.timeout === undefined ? undefined : durationSeconds(spec.timeout);
  const engineWords = timeout !== undefined || isFallible(payload);
  const handlers = buildCatch(frame, common, { spec: spec.catch, engineWords });
  return {
    ...common,
    ...own,
    ...withHandlers(own, handlers),
    kind: "lambda",
    function: spec.lambda,
    payload,
    retry: buildRetry(frame, spec.retry, [...common.path, "retry"]),
    ...(timeout === undefined ? {} : { timeout }),
    catch: handlers,
    falls: true,
  };
}

export function buildPass(frame: Frame, common: Common): PassStep {
  const value = valueAt(frame, [...common.path, "pass"]);
  const own = buildResult(frame, common, { type: typeOfValue(value), varies: variesOfValue(frame, value) });
  return { ...common, ...own, kind: "pass", value, catch: [], falls: true };
}

export function buildSucceed(frame: Frame, common: Common): SucceedStep {
  const value = valueAt(frame, [...common.path, "succeed"]);
  return {
    ...common,
    kind: "succeed",
    value,
    type: typeOfValue(value),
    varies: variesOfValue(frame, value),
    catch: [],
    falls: false,
  };
}

export function buildFail(frame: Frame, common: Common, spec: FailSpec): FailStep {
  const path = [...common.path, "fail"];
  const base = { ...common, kind: "fail", type: neverType, varies: [], catch: [], falls: false } as const;
  const range = frame.document.range(path);
  if (typeof spec.fail === "string") {
    const inHandler = frame.handles !== undefined;
    const again = inHandler ? expressionAt(frame, path) : undefined;
    if (!inHandler) frame.diagnostics.add("fail-again-needs-error", range, "There is no caught error here.");
    else if (again && (again.reads.length !== 1 || again.reads[0]?.length !== 1 || again.reads[0]?.[0] !== "error")) {
      frame.diagnostics.add(
        "fail-again-needs-error",
        range,
        "This is not the caught error.",
        "Write fail: ${error}, or fail: { error: …, cause: … }.",
      );
    }
    if (again) return { ...base, fail: { again } };
    return {
      ...base,
      fail: { error: { kind: "literal", value: "", range }, cause: { kind: "literal", value: "", range } },
    };
  }
  const cause: Value =
    spec.fail.cause === undefined ? { kind: "literal", value: "", range } : valueAt(frame, [...path, "cause"]);
  return { ...base, fail: { error: valueAt(frame, [...path, "error"]), cause } };
}

export function buildChoice(frame: Frame, common: Common, spec: ChoiceSpec): ChoiceStep {
  const inner = inside(frame, common.id);
  const path = [...common.path, "choice"];
  const rules: ChoiceRule[] = [];
  let otherwise: Block | undefined;
  for (const [index, entry] of spec.choice.entries()) {
    const at = [...path, index];
    if ("when" in entry) {
      const when = expressionAt(frame, [...at, "when"], { condition: true });
      const block = buildBlock(inner, entry.steps, [...at, "steps"]);
      rules.push({ when, block });
    } else otherwise = buildBlock(inner, entry.default?.steps, [...at, "default", "steps"]);
  }
  if (!otherwise) {
    frame.diagnostics.add(
      "choice-may-not-match",
      common.range,
      `When none of its conditions holds, \`${common.id}\` fails with States.NoChoiceMatched.`,
    );
  }
  const blocks = [...rules.map((rule) => rule.block), ...(otherwise ? [otherwise] : [])];
  const going = blocks.filter((block) => block.falls);
  const raw = {
    type: going.map((block) => block.type).reduce(join, neverType),
    varies: union(...going.map((block) => block.varies)),
  };
  const own = buildResult(frame, common, raw);
  return {
    ...common,
    ...own,
    kind: "choice",
    rules,
    ...(otherwise ? { default: otherwise } : {}),
    catch: [],
    falls: going.length > 0,
  };
}

export function buildParallel(frame: Frame, common: Common, spec: ParallelSpec): ParallelStep {
  const inner = inside(frame, common.id);
  refuseCatchOnBlock(frame, common, spec.catch);
  const branches = Object.entries(spec.parallel).map(([branch, body]) => {
    const path = [...common.path, "parallel", branch];
    const place = { path, range: frame.document.range(path) };
    const block = isBlock(body)
      ? buildBlock(inner, body.steps, [...path, "steps"])
      : oneStep(inner, branch, body, place);
    return { name: branch, block, range: frame.document.keyRange(path) };
  });
  const outcomes = branches.map(({ name: branch, block }) => ({ branch, ...outcomeOf(block) }));
  const raw = {
    type: objectOf(Object.fromEntries(outcomes.map(({ branch, type }) => [branch, { type }]))),
    varies: union(...outcomes.map(({ branch, varies }) => under(branch, varies))),
  };
  const own = buildResult(frame, common, raw);
  return {
    ...common,
    ...own,
    kind: "parallel",
    branches,
    catch: [],
    falls: branches.every(({ block }) => canEndWell(block)),
  };
}

function oneStep(frame: Frame, id: string, spec: StepSpec, place: Pick<Block, "path" | "range">): Block {
  return blockOf([buildStep(frame, { id, spec, path: place.path, kind: kindOf(spec) })], place);
}

export function buildMap(frame: Frame, common: Common, spec: MapSpec): MapStep {
  const { diagnostics } = frame;
  const path = [...common.path, "map"];
  if (frame.map !== undefined) {
    diagnostics.add(
      "map-in-map",
      common.range,
      `\`${common.id}\` stands inside the map \`${frame.map}\`, and Airflow cannot map inside a mapped group.`,
    );
  }
  refuseCatchOnBlock(frame, common, spec.catch);
  const items = valueAt(frame, [...path, "items"]);
  const itemType = itemTypeOf(frame, typeOfValue(items), [...path, "items"]);
  const itemVaries = below(variesOfValue(frame, items), ["*"]);
  checkItemName(frame, spec.map.as, [...path, "as"]);
  const inner: Frame = {
    ...withNames(inside(frame, common.id), { [spec.map.as]: name(itemType, itemVaries), index: name(integerType) }),
    map: common.id,
  };
  const block = buildBlock(inner, spec.map.steps, [...path, "steps"]);
  const outcome = outcomeOf(block);
  const own = buildResult(frame, common, { type: listOf(outcome.type), varies: under("*", outcome.varies) });
  const { maxConcurrency } = spec.map;
  return {
    ...common,
    ...own,
    kind: "map",
    items,
    as: spec.map.as,
    itemType,
    block,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    catch: [],
    falls: true,
  };
}

export function buildWait(frame: Frame, common: Common, spec: WaitSpec): WaitStep {
  const wait = buildWaitFor(frame, spec, [...common.path, "wait"]);
  return { ...common, kind: "wait", wait, type: nullType, varies: [], catch: [], falls: true };
}
