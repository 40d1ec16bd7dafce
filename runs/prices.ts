/** What AWS asks, in US dollars, us-east-1. One dated file; change the date with the figures. */

export type Price = {
  readonly what: string;
  readonly dollars: number;
  readonly per: string;
  readonly source: string;
  /** False: from one place only, or not from AWS; shown with a mark. */
  readonly verified: boolean;
};

const stepFunctions = "https://aws.amazon.com/step-functions/pricing/";
const mwaa = "https://aws.amazon.com/managed-workflows-for-apache-airflow/pricing/";

export const prices = {
  region: "us-east-1",
  /** AWS's price list of this day, looked at again in November 2025. */
  date: "2024-07-01",
  confirmed: "2025-11",
  /** Retries count as transitions too. */
  transition: {
    what: "state transition, Standard",
    dollars: 0.025 / 1000,
    per: "transition",
    source: stepFunctions,
    verified: true,
  },
  freeTransitionsPerMonth: 4000,
  /** By the hour, from creation to deletion, whether a DAG runs or not. No price of mw1.micro could be verified. */
  environments: {
    small: { what: "mw1.small environment", dollars: 0.49, per: "hour", source: mwaa, verified: true },
    medium: { what: "mw1.medium environment", dollars: 0.74, per: "hour", source: mwaa, verified: true },
    large: { what: "mw1.large environment", dollars: 0.99, per: "hour", source: mwaa, verified: true },
  },
  metadataDatabase: { what: "metadata database", dollars: 0.1, per: "GB-month", source: mwaa, verified: true },
  /** Of the Tokyo region; its price in us-east-1 could not be verified. */
  serverless: {
    what: "MWAA Serverless (Tokyo)",
    dollars: 0.104,
    per: "task-hour, one minute at least",
    source: mwaa,
    verified: false,
  },
} as const satisfies {
  region: string;
  date: string;
  confirmed: string;
  transition: Price;
  freeTransitionsPerMonth: number;
  environments: Record<string, Price>;
  metadataDatabase: Price;
  serverless: Price;
};
