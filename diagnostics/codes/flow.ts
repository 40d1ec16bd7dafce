/** Problems of names, scopes and control flow: what generators/ir finds. */
import type { CodeEntry } from "../catalogue.ts";

export const flowCodes = {
  "duplicate-id": {
    severity: "error",
    title: "Two steps or branches have the same id",
    cause:
      "An id is a state name, a task id, a workflow variable and a Python name; each of these must be unique in the file.",
    fix: "Rename one of them.",
  },
  "reserved-id": {
    severity: "error",
    title: "The id means something else on one side",
    cause:
      "A step id is used as it stands in ASL, JSONata, Python and Airflow. Names with a meaning there are refused, never mangled.",
    fix: "Choose another id.",
  },
  "value-out-of-scope": {
    severity: "error",
    title: "The value cannot be seen from here",
    cause:
      "A step's value is visible to later steps of its block and of blocks inside it. Elsewhere it may not exist yet, or never have been worked out.",
    fix: "Read the value after its step; out of a block, read the id of the step that holds the block: its value is the block's last value.",
  },
  "unreachable-step": {
    severity: "error",
    title: "The step can never run",
    cause:
      "Every way through the step before it ends in succeed or fail, so that control never goes on. Step Functions refuses unreachable states.",
    fix: "Remove the step, or let a way through the step before it go on.",
  },
  "choice-may-not-match": {
    severity: "warning",
    title: "The choice has no default",
    cause: "When no condition holds, the run fails with States.NoChoiceMatched on both engines.",
    fix: "Add `- { default: {} }` to go on without doing anything, or leave it where a failure is meant.",
  },
  "retry-never-matches": {
    severity: "error",
    title: "The retry rule can never match",
    cause:
      "The first rule that names an error decides, so a rule whose errors are all taken by earlier ones is never used.",
    fix: "Remove the rule, or put it before the one that takes its errors.",
  },
  "all-errors-not-last": {
    severity: "error",
    title: "States.ALL must stand alone and last",
    cause: "ASL: States.ALL must be the only name of its rule, and that rule the last of its list.",
    fix: "Move States.ALL into a rule of its own at the end of the list.",
  },
  "catch-never-matches": {
    severity: "error",
    title: "The catch entry can never match",
    cause:
      "The first entry that names an error decides, so an entry whose errors are all taken by earlier ones is never used.",
    fix: "Remove the entry, or put it before the one that takes its errors.",
  },
  "error-not-catchable": {
    severity: "error",
    title: "Nothing can retry or catch this error",
    cause: "ASL: States.Runtime and States.DataLimitExceeded always end the run, even when a rule names them.",
    fix: "Remove the name.",
  },
  "map-in-map": {
    severity: "error",
    title: "A map inside a map",
    cause:
      "Airflow cannot map tasks inside a mapped task group (3.0 to 3.3: 'Nested Mapped TaskGroups are not yet supported').",
    fix: "Run over one flat list of pairs worked out before (a function, or flatten(xs.map(x, …))), or put the inner list into one function call.",
  },
  "items-not-list": {
    severity: "error",
    title: "The items of a map are no list",
    cause: "Both engines run a map over a list only.",
    fix: "Give a list; declare the type of the value it comes from if it is one.",
  },
  "name-shadows": {
    severity: "error",
    title: "The item name hides another name",
    cause: "A name means one thing in a whole file, so that it can be read without looking around.",
    fix: "Choose another name for the item.",
  },
  "fail-again-needs-error": {
    severity: "error",
    title: "Only a caught error can be raised again",
    cause: "`fail: ${error}` raises the error of the handler it stands in, under its own name.",
    fix: "Write `fail: ${error}` inside a catch, or give the error a name: fail: { error: MyError, cause: … }.",
  },
  "wait-value": {
    severity: "error",
    title: "The wait has no length or moment",
    cause: "A wait takes a whole number of seconds from 0 on, or a moment written as RFC 3339 (2030-01-31T12:00:00Z).",
    fix: "Give a number of seconds or a moment with a time zone.",
  },
  "catch-on-block": {
    severity: "error",
    title: "Catch around a block is not supported yet",
    cause: "A catch on parallel or map comes with a later version, together with `try`.",
    fix: "Catch the error on the steps inside.",
  },
  "unknown-step": {
    severity: "error",
    title: "There is no such step",
    cause: "Scenarios name steps by their ids.",
    fix: "Use the id of a step of this file.",
  },
  "unknown-resource": {
    severity: "error",
    title: "There is no such resource",
    cause: "Resources are declared under `resources:` and used as ${resources.<id>.name} or ${resources.<id>.arn}.",
    fix: "Declare the resource, or use the id of one that is declared.",
  },
  "input-invalid": {
    severity: "error",
    title: "The input breaks the declared types",
    cause: "Started so, Airflow would answer 400 and Step Functions would fail in its `input` state.",
    fix: "Give a value of the declared type, or change the declaration.",
  },
  "default-invalid": {
    severity: "error",
    title: "The default breaks the declared type",
    cause: "A default stands for an absent value, so it must have the field's type.",
    fix: "Change the default or the type.",
  },
  "unused-function": {
    severity: "warning",
    title: "No step calls this function",
    cause: "It would be created at upload all the same.",
    fix: "Remove it, or call it.",
  },
  "output-never-worked-out": {
    severity: "warning",
    title: "The output is never worked out",
    cause: "Every way through the pipeline ends in succeed or fail, and a run that ends so has its own output.",
    fix: "Remove `output`.",
  },
  "definition-too-large": {
    severity: "error",
    title: "The state machine is too large",
    cause: "Step Functions takes a definition of at most 1,048,576 characters.",
    fix: "Split the pipeline.",
  },
  "state-name-too-long": {
    severity: "error",
    title: "A state's name is too long",
    cause: "ASL: a state name has at most 80 characters, helper suffixes included.",
    fix: "Shorten the step's id.",
  },
  "function-source-missing": {
    severity: "error",
    title: "The function has no source file",
    cause: "A function's code is functions/<name>.py unless `functions` names another file.",
    fix: "Write the file, or name it: functions: { <name>: { source: path/to/file.py } }.",
  },
  "function-source-syntax": {
    severity: "error",
    title: "A Lambda source is not Python",
    cause:
      "Lambda imports the file at the first call, so a mistake of syntax would only show when the step runs: Runtime.UserCodeSyntaxError on both engines.",
    fix: "Mend the Python at the place that is marked. Nothing was deployed.",
  },
} as const satisfies Record<string, CodeEntry>;
