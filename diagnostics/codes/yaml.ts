import type { CodeEntry } from "../catalogue.ts";

/** Problems of the file and of its YAML, before anything in it has a meaning. */
export const yamlCodes = {
  "file-unreadable": {
    severity: "error",
    title: "The file cannot be read",
    cause: "There is no such file, it is a directory, or it may not be read.",
    fix: "Check the name: a pipeline is a file pipelines/<name>.yaml.",
  },
  "file-too-large": {
    severity: "error",
    title: "The file is too large for a pipeline",
    cause:
      "A spec has at most 1 MiB: Step Functions refuses definitions beyond that size, so nothing larger could be uploaded.",
    fix: "Check that this is a pipeline spec; take data out of it.",
  },
  "file-not-text": {
    severity: "error",
    title: "The file is not text in UTF-8",
    cause: "It holds bytes that are not UTF-8, or characters that YAML forbids, such as NUL.",
    fix: "Save it as UTF-8 text.",
  },
  "file-empty": {
    severity: "error",
    title: "The file holds no pipeline",
    cause: "It is empty, or holds nothing but comments.",
    fix: "Start with `name: <name>` and `steps:`; pipelines/hello.yaml is the smallest example.",
  },
  "yaml-syntax": {
    severity: "error",
    title: "The YAML does not parse",
    cause: "The text breaks a rule of YAML 1.2, so its structure is unclear.",
    fix: "Check indentation, quotes and brackets near this place.",
  },
  "yaml-tab": {
    severity: "error",
    title: "A tab in the indentation",
    cause: "YAML does not allow tabs for indentation, since their width is not defined.",
    fix: "Use spaces.",
  },
  "yaml-duplicate-key": {
    severity: "error",
    title: "A key stands twice in one mapping",
    cause: "YAML forbids it: only one of the two values could count.",
    fix: "Remove one, or rename it.",
  },
  "yaml-unquoted-expression": {
    severity: "error",
    title: "An expression that YAML takes apart",
    cause:
      "Braces and commas inside {…} or […], a `: ` and a ` #` have a meaning of their own in YAML, so the expression does not reach Parallax whole. Sometimes that gives no YAML error at all, only another value.",
    fix: "Put the whole value into quotes.",
  },
  "yaml-tag": {
    severity: "error",
    title: "A YAML tag",
    cause:
      "A word that starts with ! is a tag in YAML. A pipeline has no use for them, and a condition that starts with ! is taken for one.",
    fix: "Remove it; write conditions as ${…}.",
  },
  "yaml-alias": {
    severity: "error",
    title: "An alias that cannot be resolved",
    cause:
      "An alias (*name) must come after its anchor (&name), must not hold itself, and all of them together must not blow up to a huge document.",
    fix: "Write the value out.",
  },
  "yaml-merge-key": {
    severity: "error",
    title: "A merge key",
    cause: "`<<` is a feature of YAML 1.1; in YAML 1.2 it is an ordinary key.",
    fix: "Write the keys out.",
  },
  "yaml-several-documents": {
    severity: "error",
    title: "Several documents in one file",
    cause: "`---` starts another YAML document; one pipeline stands in one file.",
    fix: "Put each pipeline into a file of its own.",
  },
  "yaml-too-deep": {
    severity: "error",
    title: "Nested too deeply",
    cause: "More than 100 levels of mappings and lists are no pipeline that either console could show.",
    fix: "Check the brackets; split the pipeline.",
  },
  "yaml-key": {
    severity: "error",
    title: "A key that cannot be used",
    cause:
      "Keys are text: both engines speak JSON, where nothing else can be a key, and `__proto__` has a meaning of its own in JavaScript.",
    fix: "Use a plain name as the key.",
  },
  "yaml-number": {
    severity: "error",
    title: "A number that JSON cannot carry",
    cause:
      "Both engines pass values as JSON. Whole numbers beyond 9007199254740991 lose digits there, and infinity and not-a-number do not exist.",
    fix: "Quote it, if it is an identifier; else use a smaller number.",
  },
  "yaml-leading-zero": {
    severity: "warning",
    title: "A number with a leading zero",
    cause: "YAML reads 01234 as the number 1234.",
    fix: "Quote it, if the zero matters; else drop it.",
  },
} as const satisfies Record<string, CodeEntry>;
