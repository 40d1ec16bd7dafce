/** The names that the lab's parts know each other by. */

export const region = "us-east-1";

/** Not secret: the emulator asks for none, and listens on the loopback interface only. */
export const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The emulator's account for these credentials. */
export const account = "000000000000";

/** The environment's name in the local MWAA API. */
export const mwaaEnvironment = "parallax-lab";

/** MWAA: an environment reads its DAGs from one folder of one bucket. */
export const mwaaBucket = "parallax-mwaa";
export const dagsFolder = "dags";

export const defaultAirflowVersion = "3.2.1";
