"""Print the public surface of the installed DSPy as JSON. Needs nothing but the standard library.

    python surface_probe.py PROBED_PACKAGE... > surface.json

Started by scripts/surfaces.py in an environment of each DSPy. What it prints:

    modules   dotted name -> {"names": {name: reference}, "needs": the import error, "lazy": true}
    objects   dotted name of a function -> its parameters; of a class -> what it is made of
    outside   dotted name of a third-party base class -> the names that it gives
    notes     dotted name -> what it says about being deprecated

A reference is "." for what is defined there, a dotted name for what is defined elsewhere in DSPy or
is a module of it, "@" and a class for an instance of it, "~" and a name for what belongs to a third
party (which is not described), and "" for any other value. Parameters are written as in the source,
with `...` for a default that is no literal; a leading "!" means a class method, without its first
parameter, and "!!" a static method.

Modules that cannot be imported, because they need a package that is not installed, are read instead
of run; "needs" is then the reason. The network is closed while DSPy is imported.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import io
import json
import os
import pkgutil
import re
import socket
import sys
import types
import warnings
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

LITERAL_LIMIT = 60
NOTE_LIMIT = 200
SPECIAL = ("__init__", "__call__", "__new__")
PRIVATE = "_vendor"
"""What is below a package of this name exists, and is not described."""
OTHERWISE = {"staticmethod", "classmethod", "property", "cached_property"}
"""Methods whose parameters are not those of a call, where a class is only read."""
NOISE = ("_abc_impl", "model_config", "model_fields", "model_computed_fields")
"""What abc and pydantic put into every class, which depends on their versions."""
LEFT_OUT = {"dspy.primitives.local_interpreter_worker": "it is a program: importing runs it"}
"""Modules that are read, never imported."""
Json = dict[str, Any]


class Probe:
    """Collects what one environment's DSPy offers."""

    def __init__(self, packages: list[str]) -> None:
        self.packages = packages
        self.modules: Json = {}
        self.objects: Json = {}
        self.outside: Json = {}
        self.notes: dict[str, str] = {}
        self.needs: dict[str, tuple[ast.Module, str, str]] = {}

    # ------------------------------------------------------------------ modules
    def run(self) -> Json:
        for package in self.packages:
            importlib.import_module(package)
        started = [name for name in sorted(sys.modules) if self.own(name)]
        names = {name: self.names_of(sys.modules[name]) for name in started}
        for package in self.packages:
            self.import_below(sys.modules[package])
        for name in sorted(sys.modules):
            if self.own(name) and name not in names:
                names[name] = self.names_of(sys.modules[name])
        for name, found in sorted(names.items()):
            self.modules[name] = {"names": self.referenced(name, found)}
            if name not in started:
                self.modules[name]["lazy"] = True
        self.take_needs()
        return {one: getattr(self, one) for one in ("modules", "objects", "outside", "notes")}

    def own(self, name: str) -> bool:
        return name.partition(".")[0] in self.packages and sys.modules.get(name, 1) is not None

    def names_of(self, module: types.ModuleType) -> list[str]:
        """Names as they are now; importing more modules adds to the packages above them."""
        names = [name for name in vars(module) if not name.startswith("__")]
        lazily = vars(module).get("__getattr__")
        if isinstance(lazily, types.FunctionType):
            asked = [c for c in lazily.__code__.co_consts if isinstance(c, str)]
            names += [name for name in asked if name.isidentifier() and hasattr(module, name)]
        return sorted(set(names))

    def import_below(self, package: types.ModuleType) -> None:
        for entry in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{entry.name}"
            if entry.name in (PRIVATE, "__main__"):
                continue
            if name in LEFT_OUT:
                self.read(name, package, entry, LEFT_OUT[name])
                continue
            try:
                found = importlib.import_module(name)
            except BaseException as error:
                self.read(name, package, entry, f"{type(error).__name__}: {error}".strip())
                continue
            if entry.ispkg:
                self.import_below(found)

    def read(self, name: str, package: types.ModuleType, entry: Any, why: str) -> None:
        """Describe a module that cannot be imported from its source."""
        for folder in package.__path__:
            path = Path(folder) / entry.name / "__init__.py" if entry.ispkg else None
            path = path or Path(folder) / f"{entry.name}.py"
            if path.is_file():
                tree = ast.parse(path.read_text("utf-8"))
                home = name if entry.ispkg else package.__name__
                self.needs[name] = (tree, home, why.splitlines()[0][:NOTE_LIMIT])
                fake = types.ModuleType(name)
                fake.__path__ = [str(path.parent)] if entry.ispkg else []
                for inner in pkgutil.iter_modules(fake.__path__):
                    self.read(f"{name}.{inner.name}", fake, inner, why)

    def take_needs(self) -> None:
        for name, (tree, home, why) in sorted(self.needs.items()):
            source = Source(name, home, tree)
            names = {n: self.own_reference(r) for n, r in source.fill(self.objects).items()}
            self.modules[name] = {"names": names, "needs": why, "lazy": True}

    def own_reference(self, reference: str) -> str:
        """A name that a module read from its source imports from DSPy is found where it lives."""
        module, _, name = reference[1:].rpartition(".")
        if not reference.startswith("~") or not self.own(reference[1:]):
            return reference
        if reference[1:] in sys.modules:
            return reference[1:]
        found = self.modules.get(module, {"names": {}})["names"].get(name, "")
        return f"{module}.{name}" if found == "." else found

    def referenced(self, module: str, names: list[str]) -> dict[str, str]:
        home = sys.modules[module]
        return {n: self.reference(module, n, getattr(home, n)) for n in names if hasattr(home, n)}

    # ------------------------------------------------------------------ objects
    def reference(self, module: str, name: str, value: Any) -> str:
        if isinstance(value, types.ModuleType):
            inside = self.own(value.__name__) and f".{PRIVATE}" not in value.__name__
            return value.__name__ if inside else f"~{value.__name__}"
        if isinstance(value, type) or inspect.isroutine(value):
            return self.defined(module, name, value)
        home = type(value).__module__
        if self.own(home) and f".{PRIVATE}" not in home:
            owner = type(value)
            kind = self.defined(home, owner.__name__, owner)
            return "@" + (f"{home}.{owner.__name__}" if kind == "." else kind)
        return ""

    def defined(self, module: str, name: str, value: Any) -> str:
        """A class or function: described at the place that it calls its home."""
        home = getattr(value, "__module__", None) or "builtins"
        qualified = getattr(value, "__qualname__", name)
        if not self.own(home) or f".{PRIVATE}" in home:
            return f"~{shortest(home, qualified, value)}"
        if resolved(home, qualified) is not value:
            home, qualified = module, name
        dotted = f"{home}.{qualified}"
        if dotted not in self.objects:
            self.objects[dotted] = ""  # classes that mention themselves end here
            self.objects[dotted] = (
                self.describe(dotted, value) if isinstance(value, type) else parameters(value)
            )
            self.note(dotted, value)
        return "." if dotted == f"{module}.{name}" else dotted

    def describe(self, dotted: str, cls: type) -> Json:
        entry: Json = {"bases": [self.base(one) for one in cls.__mro__[1:] if one is not object]}
        own = vars(cls)
        members: dict[str, str | None] = dict.fromkeys(attributes(cls))
        members.update(dict.fromkeys(own.get("__annotations__", {})))
        for name, value in own.items():
            if (not name.startswith("__") or name in SPECIAL) and name not in NOISE:
                members[name] = self.member(value)
                self.note(f"{dotted}.{name}", value)
        entry["members"] = dict(sorted(members.items()))
        if "__getattr__" in own:
            entry["open"] = True
        if type(cls) is not type:
            entry["meta"] = self.base(type(cls))
        return entry

    def member(self, value: Any) -> str | None:
        if isinstance(value, staticmethod):
            return "!!" + parameters(value.__func__)
        if isinstance(value, classmethod):
            return "!" + parameters(value.__func__, bound=True)
        return parameters(value) if inspect.isfunction(value) else None

    def base(self, cls: type) -> str:
        home = cls.__module__
        if self.own(home) and f".{PRIVATE}" not in home:
            found = self.defined(home, cls.__name__, cls)
            return f"{home}.{cls.__name__}" if found == "." else found
        outside = f"~{shortest(home, cls.__qualname__, cls)}"
        if outside not in self.outside:
            names = {name for one in cls.__mro__[:-1] for name in vars(one)}
            dynamic = "__getattr__" in names and "__pydantic_fields__" not in names
            public = sorted(n for n in names if not n.startswith("_"))
            self.outside[outside] = [*public, "*"] if dynamic else public
        return outside

    def note(self, dotted: str, value: Any) -> None:
        """Whatever the docstring or a warning says about going away."""
        function = inspect.unwrap(value) if callable(value) else value
        text = getattr(function, "__doc__", None) or ""
        said = [line.strip() for line in text.splitlines() if "deprecated" in line.lower()]
        if inspect.isfunction(function) and not said:
            consts = [c for c in function.__code__.co_consts if isinstance(c, str)]
            said = [c for c in consts if "deprecated" in c.lower() and c != text]
        if said and (inspect.isroutine(value) or isinstance(value, (type, property))):
            self.notes[dotted] = " ".join(said[0].split())[:NOTE_LIMIT]


class Source:
    """A module described without running it."""

    def __init__(self, name: str, package: str, tree: ast.Module) -> None:
        self.name, self.package, self.tree = name, package, tree

    def fill(self, objects: Json) -> dict[str, str]:
        """Return the names of the module; put its functions and classes among the objects."""
        names = dict(self.imported())
        for node in self.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names[node.name] = "."
                objects[f"{self.name}.{node.name}"] = written(node.args)
            elif isinstance(node, ast.ClassDef):
                names[node.name] = "."
                objects[f"{self.name}.{node.name}"] = self.described(node)
            elif isinstance(node, ast.Assign):
                names.update((t.id, "") for t in node.targets if isinstance(t, ast.Name))
        return {name: names[name] for name in sorted(names) if not name.startswith("__")}

    def imported(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    yield bound, f"~{alias.name if alias.asname else bound}"
            elif isinstance(node, ast.ImportFrom):
                home = node.module or ""
                if node.level:
                    above = self.package.rsplit(".", node.level - 1)[0]
                    home = ".".join(filter(None, (above, node.module)))
                for alias in node.names:
                    if alias.name != "*":
                        yield alias.asname or alias.name, f"~{home}.{alias.name}"

    def described(self, node: ast.ClassDef) -> Json:
        members: dict[str, str | None] = dict.fromkeys(assigned(node))
        for one in node.body:
            if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)):
                decorators = {d.id for d in one.decorator_list if isinstance(d, ast.Name)}
                if not one.name.startswith("__") or one.name in SPECIAL:
                    members[one.name] = None if decorators & OTHERWISE else written(one.args)
        return {
            "bases": [f"~{ast.unparse(base)}" for base in node.bases] or ["~object"],
            "members": dict(sorted(members.items())),
            "open": True,
        }


def written(arguments: ast.arguments) -> str:
    """Parameters as in the source, without annotations; defaults that are no literals as `...`."""
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    for defaults in (arguments.defaults, arguments.kw_defaults):
        for at, one in enumerate(defaults):
            if one is not None and not (literal(one) and len(ast.unparse(one)) <= LITERAL_LIMIT):
                defaults[at] = ast.Constant(...)  # type: ignore[index]
    return ast.unparse(arguments)


def literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def parameters(function: Any, *, bound: bool = False) -> str:
    """The parameters of a callable; "*args, **kwargs" when nobody can tell."""
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return "*args, **kwargs"
    found = found[1:] if bound else found
    plain = [one.replace(annotation=one.empty, default=default(one)) for one in found]
    text = str(inspect.Signature(plain))[1:-1]
    try:
        ast.parse(f"lambda {text}: 0")
    except SyntaxError:
        return "*args, **kwargs"
    return text


class Written:
    """A default as it is to be written."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def default(one: inspect.Parameter) -> Any:
    if one.default is one.empty:
        return one.empty
    text = repr(one.default)
    if isinstance(one.default, str) and Path(one.default).is_absolute():
        return Written("...")  # a folder of this machine
    try:
        plain = len(text) <= LITERAL_LIMIT and literal(ast.parse(text, mode="eval").body)
    except SyntaxError:
        plain = False
    return Written(text if plain else "...")


def attributes(cls: type) -> list[str]:
    """What the methods of a class assign to self."""
    try:
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):
        return []
    return assigned(tree)


def assigned(tree: ast.AST) -> list[str]:
    found = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("self", "cls", "obj", "instance")
    }
    return sorted(name for name in found if not name.startswith("__"))


def resolved(module: str, qualified: str) -> Any:
    value: Any = sys.modules.get(module)
    for part in qualified.split("."):
        value = getattr(value, part, None)
    return value


def shortest(home: str, qualified: str, value: Any) -> str:
    """`pydantic.BaseModel` rather than `pydantic.main.BaseModel`."""
    top = home.partition(".")[0]
    return f"{top if resolved(top, qualified) is value else home}.{qualified}"


def stub_fetchers() -> None:
    """Replace, by name, what would fetch a file from the network while DSPy is imported."""
    if importlib.util.find_spec("tiktoken") is None:
        return
    import tiktoken

    encoding = types.SimpleNamespace(encode=str.split, decode=" ".join)
    tiktoken.get_encoding = lambda *_: encoding
    tiktoken.encoding_for_model = lambda *_: encoding


def refuse(*_: object, **__: object) -> None:
    raise OSError("the network is closed while DSPy's surface is read")


def main() -> None:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    socket.socket.connect = refuse  # type: ignore[assignment,method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as noise:
        try:
            stub_fetchers()
            found = Probe(sys.argv[1:]).run()
        except BaseException:
            sys.__stderr__.write(noise.getvalue())  # type: ignore[union-attr]
            raise
    text = json.dumps(found, sort_keys=True, ensure_ascii=True)
    print(re.sub(r" at 0x[0-9a-f]+", "", text), flush=True)
    os._exit(0)  # threads that DSPy started must not keep a finished probe


if __name__ == "__main__":
    main()
