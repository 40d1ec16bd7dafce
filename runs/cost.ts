/** What a run would cost on AWS. Shown, never judged; the Lambda calls cost the same on both sides and are left out. */
import { type Price, prices } from "./prices.ts";
import type { Trace } from "./trace.ts";

/** Hours in a month, as AWS counts. */
const monthHours = 730;

export type Cost = {
  readonly region: string;
  readonly pricesOf: string;
  readonly confirmed: string;
  readonly stepFunctions: {
    readonly transitions: number;
    /** Dollars for this run, beyond the free transitions of a month. */
    readonly dollars: number;
    readonly freeTransitionsPerMonth: number;
    readonly price: Price;
  };
  readonly airflow: {
    readonly tasks: number;
    /** An environment costs by the hour, whether a DAG runs or not. */
    readonly environments: readonly (Price & { readonly dollarsPerMonth: number })[];
    /** No environment: tasks by the hour. Its price is not verified. */
    readonly serverless: Price;
    /** So many runs a month cost on Step Functions what a small environment costs. */
    readonly runsForOneSmallEnvironment: number;
  };
};

/** The cost of one run on each side: transitions for Step Functions, hours of an environment for MWAA. */
export function costOf(left: Trace, right: Trace): Cost {
  const dollars = left.units * prices.transition.dollars;
  const { small } = prices.environments;
  return {
    region: prices.region,
    pricesOf: prices.date,
    confirmed: prices.confirmed,
    stepFunctions: {
      transitions: left.units,
      dollars,
      freeTransitionsPerMonth: prices.freeTransitionsPerMonth,
      price: prices.transition,
    },
    airflow: {
      tasks: right.units,
      environments: Object.values(prices.environments).map((price) => ({
        ...price,
        dollarsPerMonth: price.dollars * monthHours,
      })),
      serverless: prices.serverless,
      runsForOneSmallEnvironment: dollars === 0 ? 0 : Math.round((small.dollars * monthHours) / dollars),
    },
  };
}
