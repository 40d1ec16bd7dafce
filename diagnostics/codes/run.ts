import type { CodeEntry } from "../catalogue.ts";

/** What can go wrong while Parallax deploys to an engine or runs a pipeline on it. */
export const runCodes = {
  "RUN-NO-CREDENTIALS": {
    severity: "error",
    title: "No usable AWS credentials",
    cause:
      "Every call to AWS is signed; none of the usual places (environment, profile, SSO, role) gave valid credentials.",
    fix: "Sign in (`aws sso login`) or set AWS_PROFILE, then try again. The lab needs no account: leave out `--target aws`.",
  },
  "RUN-NO-REGION": {
    severity: "error",
    title: "No AWS region",
    cause: "Step Functions, Lambda and MWAA live in a region, and none was given.",
    fix: "Set AWS_REGION, or a region in the AWS profile.",
  },
  "RUN-UNREACHABLE": {
    severity: "error",
    title: "An engine cannot be reached",
    cause: "The address of the engine did not answer: it is not running, it died, or the network is in the way.",
    fix: "For the lab: `npm run lab -- status`, then `npm run lab -- up`. For AWS: check the network and the region.",
  },
  "RUN-DENIED": {
    severity: "error",
    title: "The account does not allow this",
    cause: "The credentials are valid, but their permissions do not cover a call that Parallax must make.",
    fix: "Ask for the permission that the message names; the README lists all that upload and compare need.",
  },
  "RUN-ENVIRONMENT": {
    severity: "error",
    title: "The Airflow environment cannot take this DAG",
    cause:
      "The MWAA environment does not exist, is not AVAILABLE, or runs another Airflow than the DAG was generated for.",
    fix: "Name another environment, wait until it is AVAILABLE, or generate for its version: `npm run generate -- --airflow <version>`.",
  },
  "RUN-IMPORT-ERROR": {
    severity: "error",
    title: "Airflow could not import the DAG",
    cause: "The DAG file is in place, but Airflow's dag processor failed to import it; its own message is shown.",
    fix: "Compile again with the current Parallax. If the error stays, a package may be missing in the environment.",
  },
  "RUN-NOT-PARSED": {
    severity: "error",
    title: "Airflow has not picked up the DAG",
    cause: "The DAG file was uploaded, but Airflow did not show this version of it within the time allowed.",
    fix: "Look whether the dag processor is alive and reads this bucket and folder, then try again.",
  },
  "RUN-NAME-TAKEN": {
    severity: "error",
    title: "A resource of this name is not Parallax's",
    cause:
      "A function or state machine of this name exists and was not made by Parallax, which never overwrites what it did not make.",
    fix: "Rename the function or the pipeline in the spec, or remove the other resource.",
  },
  "RUN-NOT-DEPLOYED": {
    severity: "error",
    title: "The pipeline is not on this engine",
    cause: "The state machine or the DAG was not found.",
    fix: "Upload it first: `npm run upload <name>`.",
  },
  "RUN-REFUSED": {
    severity: "error",
    title: "The engine refused a request",
    cause: "The engine answered, but with an error that Parallax does not expect.",
    fix: "Read the engine's own message; if it blames something that Parallax made, it is a bug: please report it.",
  },
  "RUN-TOO-LONG": {
    severity: "error",
    title: "The run did not end in time",
    cause: "The run was still going on when the limit for following it was reached; it was stopped.",
    fix: "Look at the run in the engine's own pages, or allow more time.",
  },
  "RUN-BINDING": {
    severity: "error",
    title: "An unknown resource",
    cause:
      "A text refers to `${resources.…}` that the pipeline does not declare, or to an attribute that its kind does not have.",
    fix: "Declare it under `resources`, and use `.name` or `.arn`.",
  },
} as const satisfies Record<string, CodeEntry>;
