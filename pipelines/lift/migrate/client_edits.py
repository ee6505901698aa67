"""Rewrite the call of a client as it was until 2.5 into the `dspy.LM` that asks the same."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from lift.migrate.clients import Client
from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["reason", "rewritten"]

_SECOND = ("api_base", "base_url")
"""Two names of one thing in the old clients; the later one won."""
_REASONING = re.compile(r"o[1345]|gpt-5")
"""Models that `dspy.LM` refuses without a temperature of 1 and room to think."""


class _Unknown(Exception):
    """The call cannot be rewritten; the message is for the user, or empty."""


def rewritten(call: ast.Call, client: Client, view: ModuleView) -> tuple[Edit, ...]:
    """The edit that makes a `dspy.LM` of a call; none where it cannot be told what was passed."""
    try:
        arguments = _Arguments(call=call, client=client, view=view).text()
    except _Unknown:
        return ()
    if not isinstance(call.func, ast.Attribute):
        return ()
    return (view.replaced(call, f"{view.segment(call.func.value)}.LM({arguments})"),)


def reason(call: ast.Call, client: Client, view: ModuleView) -> str:
    """Why a call is not rewritten, as a sentence; empty where there is nothing to explain."""
    try:
        _Arguments(call=call, client=client, view=view).text()
    except _Unknown as unknown:
        return f"Not rewritten: {unknown}." if str(unknown) else ""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arguments:
    """What a call passes, and what `dspy.LM` has to be passed for it."""

    call: ast.Call
    client: Client
    view: ModuleView

    def text(self) -> str:
        """The arguments of `dspy.LM`.

        Raises:
            _Unknown: the call cannot be rewritten.
        """
        given = self._given()
        self._refuse(given)
        model = given.pop("model", None)
        options = self._address(given) if self.client.server else dict[str, str]()
        named = self._named(model, given)
        options |= self._form(model, given)
        for name, value in given.items():
            if new := self.client.renamed.get(name, name):
                options[new] = self.view.segment(value)
        if not self._greedy(given.get("temperature")):
            options = {**self.client.sampling, **options}
        options |= {k: v for k, v in self.client.defaults.items() if k not in options}
        return ", ".join([named, *(f"{name}={text}" for name, text in options.items())])

    def _given(self) -> dict[str, ast.expr]:
        call, client = self.call, self.client
        hidden = any(keyword.arg is None for keyword in call.keywords)
        starred = any(isinstance(one, ast.Starred) for one in call.args)
        unclear = hidden or starred or len(call.args) > len(client.parameters)
        if not client.prefix or unclear or "#" in self.view.segment(call):
            raise _Unknown
        given = dict(zip(client.parameters, call.args, strict=False))
        given |= {one.arg: one.value for one in call.keywords if one.arg is not None}
        first, second = _SECOND
        if second in given:
            given.pop(first, None)
        return given

    def _refuse(self, given: dict[str, ast.expr]) -> None:
        for name, why in self.client.refused.items():
            if name not in given:
                continue
            value = self.view.constant(given[name])
            nothing = isinstance(given[name], ast.Constant) and value is None
            if not nothing and (name, value) != ("api_provider", "openai"):
                raise _Unknown(why)
            del given[name]

    def _greedy(self, temperature: ast.expr | None) -> bool:
        """Whether the most likely word is taken always, so that sampling does not matter."""
        if temperature is None:
            return self.client.defaults["temperature"] == "0.0"
        return isinstance(temperature, ast.Constant) and temperature.value == 0

    # ------------------------------------------------------------------------------------ model
    def _named(self, node: ast.expr | None, given: dict[str, ast.expr]) -> str:
        """The model with its provider before it, as source text."""
        prefix = self.client.prefix
        if prefix == "azure/":
            node = given.pop("engine", given.pop("deployment_id", node))
        if node is None:
            if not self.client.model:
                raise _Unknown
            return f'"{prefix}{self.client.model.removeprefix("models/")}"'
        text = self.view.segment(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and text[0] in "\"'":
            return f"{text[0]}{prefix}{text[1:].removeprefix('models/')}"
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
            raise _Unknown
        if "\n" in text:
            raise _Unknown
        plain = not any(mark in text for mark in "\"'{}")
        return f'f"{prefix}{{{text}}}"' if plain else f'"{prefix}" + {text}'

    def _form(self, model: ast.expr | None, given: dict[str, ast.expr]) -> dict[str, str]:
        """`model_type` where the completions endpoint was asked."""
        if "model_type" in self.client.renamed:
            return {}
        node = given.pop("model_type", None)
        asked = None if node is None else self.view.constant(node)
        if asked is None and node is not None and not isinstance(node, ast.Constant):
            return {"model_type": self.view.segment(node)}
        name = self.client.model if model is None else self.view.constant(model)
        name = name if isinstance(name, str) else "gpt-4"
        if self.client.form == "model" and _REASONING.match(name):
            raise _Unknown(
                "a reasoning model is dspy.LM(..., temperature=1.0, max_tokens=20000): with "
                "less dspy.LM refuses it"
            )
        form = asked or (_form_of(name) if self.client.form == "model" else self.client.form)
        if form == "chat":
            return {}
        if form != "text" or self.client.prefix != "openai/":
            raise _Unknown(f"dspy.LM has no model_type={form!r} for {self.client.prefix}")
        return {"model_type": '"text"'}

    # ---------------------------------------------------------------------------------- address
    def _address(self, given: dict[str, ast.expr]) -> dict[str, str]:
        """The address of a server that was given by url and port."""
        url, port = given.pop("url", None), given.pop("port", None)
        several = "there were several servers: put one address before them"
        if isinstance(url, (ast.List, ast.Tuple)):
            if len(url.elts) != 1 or not _is_text(url.elts[0]):
                raise _Unknown(several)
            return _served(f'"{ast.literal_eval(url.elts[0])}/v1"')
        if isinstance(port, (ast.List, ast.Tuple)):
            raise _Unknown(several)
        host, number = self._part(url, self.client.server), self._part(port, "")
        if not number:
            raise _Unknown
        mark = "f" if "{" in host + number else ""
        return _served(f'{mark}"{host}:{number}/v1"')

    def _part(self, node: ast.expr | None, default: str) -> str:
        """One part of the address, for the inside of an f-string."""
        if node is None:
            return default
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, int)):
            return str(node.value)
        text = self.view.segment(node)
        if any(mark in text for mark in '"{}\n\\'):
            raise _Unknown
        return f"{{{text}}}"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _served(address: str) -> dict[str, str]:
    return {"api_base": address, "api_key": '"none"'}


def _form_of(model: str) -> str:
    """Which endpoint the OpenAI client used, as it decided by the name."""
    named = any(part in model for part in ("gpt-3.5", "turbo", "gpt-4"))
    return "chat" if named and "instruct" not in model else "text"
