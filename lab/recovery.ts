/** What a supervisor does about an engine that ends unasked: tells it, and starts it again, a few times. */
import { setTimeout as sleep } from "node:timers/promises";
import { hostEnded } from "./airflow-host.ts";
import type { EngineProcess } from "./engine-process.ts";
import type { EngineKey, EngineSet } from "./engine-set.ts";
import { LabProblem } from "./lab-problem.ts";
import type { LabState } from "./state.ts";

/** How often one engine is started again before the lab counts as failed. */
const maxRestarts = 3;
/** One death often comes with others: those of a host's components. They are mended together. */
const gatherMs = 200;

type Options = {
  readonly state: () => LabState;
  readonly update: (change: Partial<LabState>) => void;
  readonly fail: (error: unknown) => void;
  readonly stopped: AbortSignal;
};

export type Recovery = {
  /** An engine has been started, for the first time or again. */
  started(key: EngineKey, engine: EngineProcess): void;
  /** It has ended unasked. Before `watch`, the start itself notices and fails. */
  died(key: EngineKey, engine: EngineProcess, how: string): void;
  /** From now on these engines are started again. */
  watch(engines: EngineSet): void;
};

export function makeRecovery({ state, update, fail, stopped }: Options): Recovery {
  let engines: EngineSet | undefined;
  const dead = new Set<EngineKey>();
  let recovering = false;
  const find = (key: EngineKey) => state().engines.find((one) => one.name === key);

  const recover = async (set: EngineSet) => {
    if (recovering) return;
    recovering = true;
    // Who joins meanwhile waits, as for any start.
    update({ phase: "starting" });
    while (dead.size > 0 && !stopped.aborted) {
      await sleep(gatherMs);
      const keys = [...dead];
      dead.clear();
      try {
        await set.restart(keys);
      } catch (error) {
        // What died again is in `dead` again, and gets another try.
        if (dead.size === 0 && !stopped.aborted) fail(error);
      }
    }
    recovering = false;
    if (!stopped.aborted && state().phase === "starting") update({ phase: "ready" });
  };

  return {
    watch(set) {
      engines = set;
    },
    started(key, engine) {
      const earlier = find(key);
      const startedAt = new Date().toISOString();
      const restarts = earlier === undefined ? 0 : earlier.restarts + 1;
      const entry = { name: key, process: engine.id, log: engine.log, startedAt, restarts };
      update({ engines: [...state().engines.filter((one) => one.name !== key), entry] });
    },
    died(key, engine, how) {
      if (engines === undefined || state().phase === "failed" || stopped.aborted) return;
      const restarts = find(key)?.restarts ?? 0;
      const restarted = restarts < maxRestarts;
      if (!how.startsWith(hostEnded)) {
        const incident = { engine: engine.name, at: new Date().toISOString(), how, log: engine.log, restarted };
        update({ incidents: [...state().incidents, incident] });
      }
      if (!restarted) {
        const message = `${engine.name} died ${restarts + 1} times (${how}); see ${engine.log}.`;
        fail(new LabProblem({ code: "LAB-DIED", message }));
        return;
      }
      dead.add(key);
      void recover(engines);
    },
  };
}
