"""Workflow variables: `Output` beside `Assign`, and their text in the history."""

import json
from typing import Any

from parallax_lab.probe import require

_ASL = "localemu.services.stepfunctions.asl"
_ON_ENTRY = "_parallax_on_entry"


def _assigned_variables(self: Any) -> dict[str, str]:
    """The history holds JSON text; the emulator put strings between quotes as they were."""
    return {
        name: json.dumps(self.get(name), separators=(",", ":"), ensure_ascii=False)
        for name in self._declaration_tracing
    }


def install() -> None:
    """ASL: Output and Assign both see the variables as they were on entry to the state."""
    store = require(f"{_ASL}.eval.variable_store", "VariableStore")
    assign = require(f"{_ASL}.component.common.assign.assign_decl", "AssignDecl")
    output = require(f"{_ASL}.component.common.outputdecl", "Output")
    require(f"{_ASL}.eval.variable_store", "VariableStore.get_assigned_variables")
    assign_body, output_body = assign._eval_body, output._eval_body
    reset_tracing = require(f"{_ASL}.eval.variable_store", "VariableStore.reset_tracing")

    def eval_assign(self: Any, env: Any) -> None:
        before = dict(env.variable_store._inner_scope)
        assign_body(self, env)
        setattr(env.variable_store, _ON_ENTRY, before)

    def eval_output(self: Any, env: Any) -> None:
        variables = env.variable_store
        before = getattr(variables, _ON_ENTRY, None)
        if before is None:
            output_body(self, env)
            return
        current, variables._inner_scope = variables._inner_scope, before
        try:
            output_body(self, env)
        finally:
            variables._inner_scope = current
            setattr(variables, _ON_ENTRY, None)

    def reset(self: Any) -> None:
        setattr(self, _ON_ENTRY, None)
        reset_tracing(self)

    store.get_assigned_variables = _assigned_variables
    store.reset_tracing = reset
    assign._eval_body = eval_assign
    output._eval_body = eval_output
