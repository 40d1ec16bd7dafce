import type { CodeEntry } from "../catalogue.ts";

/** Problems of a spec's shape: keys, types of values, names, and what may stand where. */
export const specCodes = {
  "unknown-key": {
    severity: "error",
    title: "A key that the language does not have here",
    cause: "Each mapping of a spec has a fixed set of keys, so that a mistyped one is not silently ignored.",
    fix: "Use one of the keys that are possible here.",
  },
  "missing-key": {
    severity: "error",
    title: "A key is missing",
    cause: "This mapping means nothing without it.",
    fix: "Add the key.",
  },
  "wrong-shape": {
    severity: "error",
    title: "A value of the wrong type",
    cause: "The key takes another kind of value: text, a number, a list or a mapping.",
    fix: "Write the value as the message says.",
  },
  "wrong-value": {
    severity: "error",
    title: "A value that is not possible here",
    cause: "The kind of value is right, but this one is outside of what the key allows.",
    fix: "Use one of the values that the message names.",
  },
  "empty-mapping": {
    severity: "error",
    title: "A mapping without entries",
    cause: "Both engines need at least one state or task here.",
    fix: "Add an entry.",
  },
  "step-kind": {
    severity: "error",
    title: "A step without exactly one kind",
    cause:
      "Each step does one thing, which its kind key names: lambda, pass, choice, parallel, map, wait, succeed or fail.",
    fix: "Give the step exactly one of these keys.",
  },
  "not-allowed-here": {
    severity: "error",
    title: "A key that other steps have, but not this one",
    cause:
      "Step Functions allows Retry, Catch and TimeoutSeconds on some states only, and Airflow retries no group of tasks. What one engine could not do is not offered.",
    fix: "Move the key to where it may stand, as the message says.",
  },
  "not-yet": {
    severity: "error",
    title: "A part of the language that this version does not compile",
    cause: "The word is part of the language, but the compiler does not know it yet.",
    fix: "Do without it for now.",
  },
  "bad-id": {
    severity: "error",
    title: "A step id or branch name of the wrong form",
    cause:
      "An id is at once the name of a state, of a task, of an ASL variable and of a Python variable. So it is made of small letters, digits and single underscores, starts with a letter, ends with no underscore and has at most 60 characters.",
    fix: "Rename it.",
  },
  "bad-name": {
    severity: "error",
    title: "A name of the wrong form",
    cause:
      "Names become names in AWS and in Airflow, and are typed on command lines; each kind has its letters and its length.",
    fix: "Rename it.",
  },
  "name-differs": {
    severity: "error",
    title: "The pipeline's name is not the file's name",
    cause:
      "The file, the state machine and the DAG all carry the pipeline's name, so that each is found from the others.",
    fix: "Rename the file or the pipeline.",
  },
  "choice-default": {
    severity: "error",
    title: "A default in the wrong place",
    cause:
      "The default of a choice is what happens when no condition holds, so it is its last entry, after at least one rule.",
    fix: "Put the default at the end.",
  },
  "unknown-error-name": {
    severity: "error",
    title: "An error name that Step Functions does not have",
    cause:
      'Names that begin with "States." are reserved by ASL, and there are only a few of them. A rule for another would never match.',
    fix: "Use one of ASL's names.",
  },
  "unknown-retry-rule": {
    severity: "error",
    title: "A retry rule that does not exist",
    cause: "Rules used by name are the built-in `lambda_service`; rules of your own come with a later version.",
    fix: "Use `lambda_service`, or write the rule out.",
  },
  "retry-delay": {
    severity: "error",
    title: "Waits between retries that ASL refuses",
    cause: "ASL: IntervalSeconds is at least 1, and MaxDelaySeconds is greater than IntervalSeconds.",
    fix: "Use an interval of at least 1s and a greater maxDelay.",
  },
  "type-conflict": {
    severity: "error",
    title: "Words of a type that contradict each other",
    cause:
      "A field with a default is never absent, so it cannot be optional; and only fields of `input` have defaults, since only they are given from outside.",
    fix: "Remove one of the two.",
  },
} as const satisfies Record<string, CodeEntry>;
