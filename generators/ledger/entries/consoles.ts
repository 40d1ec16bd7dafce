/** What only a person at a console meets; nothing here is ever excused. */
import type { LedgerEntry } from "../types.ts";

export const consoleEntries = {
  "LEDGER-INPUT-REFUSED": {
    title: "Input that breaks its declaration, given at a console",
    why: "`compare` checks the input before either engine starts. At a console Airflow checks it against the DAG's params and starts nothing; Step Functions accepts any JSON, so the machine itself fills in the defaults in its first state, `input`.",
    side: "both",
    stepFunctions: "An execution that fails in the state `input`.",
    airflow: "HTTP 400 with the reason, and no run. Unknown keys are accepted.",
    excuses: "Nothing: such an input never reaches a comparison.",
    rules: [],
  },
  "LEDGER-LATENCY": {
    title: "Airflow needs longer between steps",
    why: "Every Airflow task is a process that its scheduler starts; a Step Functions transition is a few milliseconds of a shared service.",
    side: "airflow",
    stepFunctions: "Milliseconds between states.",
    airflow: "Tenths of seconds to seconds between tasks.",
    excuses: "Nothing that is judged: durations are shown only.",
    rules: [],
  },
} as const satisfies Record<string, LedgerEntry>;
