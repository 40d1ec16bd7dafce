/**
 * Names that a step, a branch or an item must not take: on one side they already mean something. A name is
 * refused, never mangled, so that an id reads the same in the spec, in ASL and in the DAG.
 */

import { helperNames } from "./helpers.ts";
import { jsonataHelperNames } from "./jsonata-helpers.ts";

/** JSONata 2.0.6: all built-in functions. A workflow variable of the same name would hide them (expressions.md T4). */
const jsonataFunctions =
  "abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl decodeUrlComponent distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase formatInteger formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now number pad parseInteger power random reduce replace reverse round shuffle sift single sort split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase zip";

/** Step Functions adds these to JSONata; `states` is its own variable. */
const stepFunctions = "partition range hash uuid parse states";

/** Bound by the expressions that Parallax writes. */
const expressionHelpers = [...jsonataHelperNames].join(" ");

const jsonataWords = "and or in true false null function";

const pythonKeywords =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case";

/** Builtins that a DAG, an expression or a helper calls; a task of the same name would hide them. */
const pythonBuiltins =
  "abs all any bool dict dir enumerate eval exec float format id input int isinstance iter len list map max min next object open print property range repr reversed round set sorted str sum super tuple type vars zip Exception KeyError TypeError ValueError BaseException";

/** Modules and names that the head of a DAG brings. */
const dagNames =
  "annotations json math re os time datetime timedelta timezone decimal pendulum typing Any airflow botocore boto3 dag task task_group Param params ti dag_run context output conf get_current_context invoke failed StepError Config LambdaHook AirflowFailException AirflowSkipException BranchPythonOperator error functools random matches asl_errors error_of in_rounds moment_after moment_at Retry items results Sequence Mapping Callable NamedTuple WaitSensor DateTimeSensorAsync AirflowException AirflowTaskTimeout TaskGroup";

/** Roots of the spec's own scope. */
const specRoots = "input index error attempt previous round resources run event result";

function table(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const reserve = (list: string, why: (name: string) => string): void => {
    for (const name of list.split(" ")) if (!names.has(name)) names.set(name, why(name));
  };
  reserve(specRoots, (name) => `'${name}' is a name of the pipeline language`);
  reserve(jsonataFunctions, (name) => `$${name} is a function of JSONata, which a variable would hide`);
  reserve(stepFunctions, (name) => `$${name} belongs to Step Functions`);
  reserve(expressionHelpers, (name) => `$${name} is bound in the expressions that Parallax writes`);
  reserve(jsonataWords, (name) => `'${name}' is a word of JSONata`);
  reserve(pythonKeywords, (name) => `'${name}' is a keyword of Python`);
  reserve(pythonBuiltins, (name) => `'${name}' is a builtin of Python that a DAG uses`);
  reserve(dagNames, (name) => `'${name}' is a name that every DAG uses`);
  reserve(helperNames.join(" "), (name) => `${name}() is a helper that a DAG may define`);
  return names;
}

/** Every reserved name with the reason, which fits behind "because". */
export const reservedNames: ReadonlyMap<string, string> = table();
