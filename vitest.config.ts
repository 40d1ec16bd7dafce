import { defineConfig } from "vitest/config";

/** fast: no Python. engines: the lab's real engines, one file after the other. versions: every supported Airflow. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "fast", include: ["test/**/*.test.ts"], exclude: ["test/engines/**", "test/versions/**"] } },
      {
        test: {
          name: "engines",
          include: ["test/engines/**/*.test.ts"],
          globalSetup: ["test/engines/global-setup.ts"],
          maxConcurrency: 3,
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
