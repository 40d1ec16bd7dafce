/** What can be wrong with an expression. The rules come from expressions.md; the T numbers are its traps. */
import type { CodeEntry } from "../catalogue.ts";

export const expressionCodes = {
  "expression-syntax": {
    severity: "error",
    title: "The expression does not parse",
    cause:
      "Expressions are CEL (the Common Expression Language): a.b, a[0], + - * / %, == != < <= > >=, in, && || !, c ? x : y, [ ], { }, f(x), x.f().",
    fix: "Mend the expression at the place that is marked.",
  },
  "expression-unclosed": {
    severity: "error",
    title: "An expression is not closed",
    cause: "After '${' everything up to the matching '}' is the expression; braces and quotes inside it are counted.",
    fix: "Close it with '}', or write '$${' for a literal '${'.",
  },
  "expression-unsupported": {
    severity: "error",
    title: "This part of CEL is not supported",
    cause: "Only the part of CEL that means the same in JSONata and in Python can be compiled.",
    fix: "Say it with the functions of the language; the documentation lists them.",
  },
  "expression-too-large": {
    severity: "error",
    title: "The expression is too large",
    cause: "Both engines evaluate expressions recursively and would overflow on very long or deep ones.",
    fix: "Split it over several pass steps.",
  },
  "expression-required": {
    severity: "error",
    title: "One expression is expected here",
    cause: "when, until and items are worked out, so they take exactly one ${…} and nothing around it.",
    fix: "Write ${…} around the expression.",
  },
  "expression-in-key": {
    severity: "error",
    title: "A key cannot hold an expression",
    cause: "Keys are fixed: neither ASL nor the types of the compiler know keys that are worked out.",
    fix: "Write the key out.",
  },
  "bare-expression": {
    severity: "warning",
    title: "This text looks like an expression",
    cause: "Only what stands in ${…} is worked out; this is passed on as it stands.",
    fix: "Write ${…} around it if its value is meant.",
  },
  "value-key": {
    severity: "error",
    title: "A key must be a text",
    cause: "Values become JSON, whose keys are texts.",
    fix: "Use a plain text as the key.",
  },
  "value-recursive": {
    severity: "error",
    title: "An alias holds itself",
    cause: "A value that contains itself has no end.",
    fix: "Remove the alias.",
  },
  "value-too-large": {
    severity: "error",
    title: "The value is too large",
    cause: "With its aliases written out it has too many parts to become a state or a task.",
    fix: "Use fewer aliases, or load the data in a function.",
  },
  "number-range": {
    severity: "error",
    title: "This number is not exact in JSON",
    cause:
      "Step Functions computes with 64-bit floats: integers beyond 9007199254740991 lose digits, and infinity and NaN do not exist (T16).",
    fix: "Write a long id as a text, in quotes.",
  },
  "unknown-name": {
    severity: "error",
    title: "No such name",
    cause:
      "An expression sees the input, the values of earlier steps of its own and of enclosing blocks, and the names its place brings (error, attempt, item names).",
    fix: "Use a name that is in scope.",
  },
  "unknown-field": {
    severity: "error",
    title: "No such field",
    cause: "The type of this value is declared and lacks the field, so reading it would fail on both engines.",
    fix: "Use a declared field, or declare this one.",
  },
  "unknown-function": {
    severity: "error",
    title: "No such function",
    cause: "Only functions with one meaning in JSONata and in Python exist.",
    fix: "Use a function of the list in the documentation.",
  },
  "wrong-arguments": {
    severity: "error",
    title: "Wrong number of arguments",
    cause: "The function takes fewer or more arguments.",
    fix: "Pass what the function takes.",
  },
  "wrong-type": {
    severity: "error",
    title: "A value of the wrong type",
    cause:
      "The operator or function does not work on this type; JSONata would coerce it or fail, Python would do something else.",
    fix: "Use a value of the right type, or convert it with string(), double() or int().",
  },
  "not-boolean": {
    severity: "error",
    title: "Not a condition",
    cause:
      "&&, ||, !, ?: and conditions take true and false only: what counts as true otherwise differs between JSONata and Python (T8).",
    fix: 'Compare the value, as in `x > 0` or `x != ""`.',
  },
  "cannot-compare": {
    severity: "error",
    title: "These two can never be equal or ordered",
    cause:
      "JSONata compares without converting, Python takes true for 1; different types cannot be compared (T7, T10).",
    fix: "Convert one side with string() or double().",
  },
  "comparison-chain": {
    severity: "error",
    title: "Comparisons in a row",
    cause: "`a < b < c` means something else in CEL, in JSONata and in Python (T31).",
    fix: "Join two comparisons with &&, or put one of them in parentheses.",
  },
  "unknown-type": {
    severity: "error",
    title: "The type must be known here",
    cause:
      "JSONata and Python need different code for different types, so this cannot be compiled for a value of unknown type.",
    fix: "Declare the type (input, or the function's returns), or convert the value with string(), double() or int().",
  },
  "maybe-null": {
    severity: "error",
    title: "The value may be null here",
    cause:
      "JSONata turns null into text or into an empty list where Python fails, so a value that may be null must be checked first.",
    fix: "Check it first: `x != null ? … : …`.",
  },
  "integer-division": {
    severity: "error",
    title: "Division of two integers",
    cause: "CEL cuts 7 / 2 to 3, JSONata and Python give 3.5 (T12).",
    fix: "Write double(a) / b for the fraction, int(double(a) / b) for the whole part.",
  },
  "division-by-zero": {
    severity: "error",
    title: "Division by zero",
    cause: "It would fail on both engines every time.",
    fix: "Divide by something else.",
  },
  "negative-position": {
    severity: "error",
    title: "A position below zero",
    cause: "Both engines would count from the end, where CEL fails (T20).",
    fix: "Count from 0, or use size(x) - 1 for the last one.",
  },
  "empty-text": {
    severity: "error",
    title: "An empty text is not portable here",
    cause: "JSONata and Python differ on splitting at, replacing or searching for an empty text (T19).",
    fix: "Give at least one character.",
  },
  "literal-required": {
    severity: "error",
    title: "This must be written out",
    cause: "It becomes part of the generated code, so it cannot be worked out at run time.",
    fix: "Write it as a text in quotes.",
  },
  "regex-not-portable": {
    severity: "error",
    title: "This pattern is not portable",
    cause:
      "JavaScript's and Python's regular expressions differ; the part they share is ASCII text, classes, groups, alternation and repeats (T22).",
    fix: "Use only that part.",
  },
  "duplicate-field": {
    severity: "error",
    title: "A field twice in one object",
    cause: "The engines would not agree on which one stays.",
    fix: "Remove one of them.",
  },
  "not-in-text": {
    severity: "error",
    title: "This value cannot stand in a text",
    cause: "Inside a text only strings, numbers and booleans have one spelling on both engines.",
    fix: "Use json_encode(…) for a list or an object.",
  },
} as const satisfies Record<string, CodeEntry>;
