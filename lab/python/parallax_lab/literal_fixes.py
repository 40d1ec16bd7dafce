"""String literals of a state machine: JSON's escapes, where the emulator reads Python's or none."""

import json
from typing import Any

from parallax_lab.probe import replace, require

_ASL = "localemu.services.stepfunctions.asl"
_PREPROCESSOR = f"{_ASL}.parse.preprocessor"
_LITERAL_VISIT = "visitAssign_template_value_terminal_string_literal"
_KEY_VISITS = (
    "visitJsonata_template_binding",
    "visitAssign_template_binding_value",
    "visitAssign_decl_binding",
)


def from_string_literal(parser_rule_context: Any) -> str:
    """The string that a JSON literal stands for."""
    text: str = parser_rule_context.getText()
    if not (text.startswith('"') and text.endswith('"')):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text[1:-1]


def _with_decoded_key(visit: Any) -> Any:
    def wrapped(self: Any, ctx: Any) -> Any:
        binding = visit(self, ctx)
        key = getattr(binding, "identifier", None)
        if isinstance(key, str) and "\\" in key:
            binding.identifier = json.loads(f'"{key}"')
        return binding

    return wrapped


def install() -> None:
    """Replaces the reading of literals, and decodes the keys of templates."""
    replace(f"{_ASL}.antlt4utils.antlr4utils", "from_string_literal", from_string_literal)
    replace(_PREPROCESSOR, "from_string_literal", from_string_literal)
    terminal = require(
        f"{_ASL}.component.common.assign.assign_template_value_terminal",
        "AssignTemplateValueTerminalLit",
    )

    def visit_literal(_self: Any, ctx: Any) -> Any:
        return terminal(value=from_string_literal(ctx.string_literal()))

    replace(_PREPROCESSOR, f"Preprocessor.{_LITERAL_VISIT}", visit_literal)
    for name in _KEY_VISITS:
        visit = require(_PREPROCESSOR, f"Preprocessor.{name}")
        replace(_PREPROCESSOR, f"Preprocessor.{name}", _with_decoded_key(visit))
