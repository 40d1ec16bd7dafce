import { defineConfig } from "vitest/config";

/** fast: no Python. engines: the lab's real engines, one file after the other. versions: every supported Airflow. */
const results = process.env.PARALLAX_TEST_RESULTS;
const report =
  results === undefined
    ? {}
    : {
        reporters: ["default", ["json", { outputFile: `${results}/${process.pid}.json` }]] as [
          "default",
          ["json", { outputFile: string }],
        ],
      };

export default defineConfig({
  test: {
    ...report,
    projects: [
      {
        test: {
          name: "fast",
          // Modules are loaded once for all files: no fast test changes what another imports.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/engines/**", "test/versions/**"],
        },
      },
      {
        test: {
          name: "engines",
          include: ["test/engines/**/*.test.ts"],
          globalSetup: ["test/engines/global-setup.ts"],
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "versions",
          include: ["test/versions/**/*.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
