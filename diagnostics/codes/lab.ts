import type { CodeEntry } from "../catalogue.ts";

/** What can go wrong while the lab is built, started or used. */
export const labCodes = {
  "LAB-NO-PYTHON": {
    severity: "error",
    title: "No suitable Python",
    cause: "The lab's engines are Python programs: the emulator needs Python 3.13, Airflow 3.12 (as on MWAA) or 3.13.",
    fix: "Install Python 3.13 (python.org, your package manager, pyenv or `uv python install 3.13`) and try again.",
  },
  "LAB-INSTALL": {
    severity: "error",
    title: "A Python environment of the lab could not be built",
    cause: "pip or uv could not install the locked packages; their own words are shown.",
    fix: "Check the network and pip's configuration (`pip config list`), then try again: a half-built environment is built anew.",
  },
  "LAB-WRITE": {
    severity: "error",
    title: "The lab could not write a file",
    cause: "The disk is full, or the folder .parallax may not be written.",
    fix: "Free some space or mend the permissions, or set PARALLAX_HOME to another folder, then try again.",
  },
  "LAB-START": {
    severity: "error",
    title: "An engine of the lab did not start",
    cause: "The process ended or did not answer in time; the end of its log is shown.",
    fix: "Read the log that the message names. `npm run lab -- down`, then try again.",
  },
  "LAB-DIED": {
    severity: "error",
    title: "An engine of the lab died",
    cause: "The process ended while it was in use: killed, out of memory, or by a fault of its own.",
    fix: "Try again: the lab starts what is missing. The log that the message names says more.",
  },
  "LAB-BUSY": {
    severity: "error",
    title: "Something else holds the lab",
    cause: "Another command is building or starting it, and did not finish in time.",
    fix: "Wait for the other command, or end it, and try again.",
  },
  "LAB-AIRFLOW-VERSION": {
    severity: "error",
    title: "An Airflow version that the lab does not have",
    cause:
      "The lab installs the exact package versions of Amazon's MWAA images, and has those of a few Airflow versions only.",
    fix: "Choose one of the versions that the message names.",
  },
} as const satisfies Record<string, CodeEntry>;
