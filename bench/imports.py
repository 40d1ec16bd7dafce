"""How long Airflow takes to import a DAG file: `python imports.py ours.py by_hand.py ...`.

Takes pairs of files, prints JSON: [[milliseconds of the first, ...], [of the second, ...]] per pair.
"""

import gc
import importlib.util
import json
import logging
import sys
import time
import warnings

ROUNDS = 60


def seconds(file: str) -> float:
    """Parse, compile and run the file, as Airflow's dag-processor does; CPU time."""
    gc.collect()
    # Airflow collects a DAG file's warnings too, instead of printing them.
    with warnings.catch_warnings(record=True):
        began = time.process_time()
        spec = importlib.util.spec_from_file_location("dag_file", file)
        module = importlib.util.module_from_spec(spec)
        sys.modules["dag_file"] = module
        spec.loader.exec_module(module)
        return time.process_time() - began


def main() -> None:
    """Import the files of each pair by turns."""
    sys.dont_write_bytecode = True
    gc.disable()
    logging.disable(logging.CRITICAL)
    files = sys.argv[1:]
    for file in files:
        seconds(file)
    pairs = zip(files[::2], files[1::2], strict=True)
    result = [
        list(zip(*[(1000 * seconds(a), 1000 * seconds(b)) for _ in range(ROUNDS)], strict=True))
        for a, b in pairs
    ]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
