import { afterEach, describe, expect, it, vi } from "vitest";
import { engineEnvironment, installerEnvironment } from "../../lab/child-environment.ts";

afterEach(() => vi.unstubAllEnvs());

describe("the environment of the lab's processes", () => {
  it("holds nothing of the user's set-up that an engine could mistake for its own", () => {
    const junk = ["AIRFLOW__CORE__DAGS_FOLDER", "AIRFLOW_HOME", "AWS_PROFILE", "AWS_ENDPOINT_URL", "PYTHONPATH"];
    for (const name of [...junk, "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "HTTP_PROXY"]) vi.stubEnv(name, "junk");
    expect(Object.values(engineEnvironment({}))).not.toContain("junk");
    expect(engineEnvironment({ AIRFLOW_HOME: "ours" })).toMatchObject({ AIRFLOW_HOME: "ours", PATH: process.env.PATH });
  });

  it("lets installers reach the index as the user's own pip does", () => {
    vi.stubEnv("PIP_INDEX_URL", "mirror");
    vi.stubEnv("HTTPS_PROXY", "proxy");
    vi.stubEnv("PYTHONPATH", "junk");
    expect(installerEnvironment({})).toMatchObject({ PIP_INDEX_URL: "mirror", HTTPS_PROXY: "proxy" });
    expect(installerEnvironment({})).not.toHaveProperty("PYTHONPATH");
  });
});
