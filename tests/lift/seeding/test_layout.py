"""Where a package and its tests are, in every layout, and what is copied of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lift.errors import DataError, UsageError
from lift.seeding.layout import find_layout
from lift.seeding.workspace import copy_project, private_environment, read_python


def make(root: Path, *files: str) -> Path:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return root


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        # project, what is named below it, (import root, package, targets, tests)
        (
            ["pyproject.toml", "src/kit/__init__.py", "tests/test_a.py"],
            ".",
            ("src", "kit", ("src/kit",), ("tests",)),
        ),
        (
            ["pyproject.toml", "src/kit/__init__.py", "tests/test_a.py"],
            "src/kit",
            ("src", "kit", ("src/kit",), ("tests",)),
        ),
        (
            ["setup.py", "kit/__init__.py", "test/test_a.py", "docs/__init__.py"],
            ".",
            (".", "kit", ("kit",), ("test",)),
        ),
        (
            ["setup.py", "kit/__init__.py", "kit/tests/test_a.py"],
            "kit",
            (".", "kit", ("kit",), ("kit/tests",)),
        ),
        (
            ["setup.py", "kit/__init__.py", "kit/sub/__init__.py", "tests/t.py"],
            "kit/sub",
            (".", "kit", ("kit/sub",), ("tests",)),
        ),
        (
            ["setup.cfg", "kit.py", "setup.py", "conftest.py", "test_kit.py"],
            ".",
            (".", "kit", ("kit.py",), ("test_kit.py",)),
        ),
        (["kit.py", "test_kit.py"], "kit.py", (".", "kit", ("kit.py",), ("test_kit.py",))),
        (
            ["pyproject.toml", "a/__init__.py", "kit/__init__.py", "kit/a_test.py"],
            "kit",
            (".", "kit", ("kit",), ("kit/a_test.py",)),
        ),
    ],
)
def test_layouts(
    tmp_path: Path, files: list[str], path: str, expected: tuple[str, str, tuple[str], tuple[str]]
) -> None:
    layout = find_layout(make(tmp_path / "p", *files) / path)
    assert (layout.import_root, layout.package, layout.targets, layout.tests) == expected
    assert layout.root == tmp_path / "p"


def test_an_installed_package_is_copied_alone(tmp_path: Path) -> None:
    site = make(
        tmp_path / "lib" / "site-packages",
        "kit/__init__.py",
        "kit/tests/test_a.py",
        "other/__init__.py",
        "Kit-2.3.dist-info/METADATA",
    )
    layout = find_layout(site / "kit")
    assert (layout.copied, layout.version) == (("kit", "kit/tests"), "2.3")
    copy_project(layout, tmp_path / "copy")
    assert sorted(p.name for p in (tmp_path / "copy").iterdir()) == ["kit"]


def test_name_and_version_come_from_the_projects_files(tmp_path: Path) -> None:
    root = make(tmp_path / "p", "a/__init__.py", "my_kit/__init__.py", "tests/t.py")
    (root / "pyproject.toml").write_text('[project]\nname = "My-Kit"\nversion = "1.2"\n')
    layout = find_layout(root)
    assert (layout.package, layout.version) == ("my_kit", "1.2")
    (root / "PKG-INFO").write_text("Name: a\nVersion: 3\n\nVersion: 4\n")
    assert (find_layout(root).package, find_layout(root).version) == ("a", "3")
    (root / "PKG-INFO").unlink()
    (root / "pyproject.toml").write_text("[[[")
    assert find_layout(root / "a").version is None


@pytest.mark.parametrize(
    ("files", "path", "error", "words"),
    [
        (["a.txt"], "missing", UsageError, "does not exist"),
        (["a.txt"], "a.txt", UsageError, "neither a folder nor a Python file"),
        (["a.txt"], ".", UsageError, "no Python package was found"),
        (["a/__init__.py", "b/__init__.py"], ".", UsageError, "holds several packages: a, b"),
        (["kit/__init__.py"], ".", DataError, "no tests were found for kit"),
    ],
)
def test_what_is_no_package_is_refused(
    tmp_path: Path, files: list[str], path: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        find_layout(make(tmp_path / "p", *files) / path)


def test_named_tests_must_be_there_and_inside(tmp_path: Path) -> None:
    root = make(tmp_path / "p", "setup.py", "kit/__init__.py", "checks/a.py")
    assert find_layout(root, tests=[root / "checks"]).tests == ("checks",)
    with pytest.raises(UsageError, match="do not exist"):
        find_layout(root, tests=[root / "none"])
    with pytest.raises(UsageError, match="lie outside"):
        find_layout(root, tests=[tmp_path])


def test_the_copy_leaves_out_what_does_not_belong(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", "secret.txt")
    root = make(
        tmp_path / "p",
        "setup.py",
        "kit/__init__.py",
        "kit/build/x.py",
        "tests/t.py",
        ".git/config",
        "build/lib/x.py",
        "env1/pyvenv.cfg",
        "kit/__pycache__/x.pyc",
        "data/small.txt",
    )
    with (root / "data" / "large.bin").open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    (root / "leak").symlink_to(outside)
    (root / "kit" / "loop").symlink_to(root)
    (root / "kit" / "gone").symlink_to(root / "nothing")
    copy_project(find_layout(root), tmp_path / "copy")
    copied = {
        p.relative_to(tmp_path / "copy").as_posix()
        for p in (tmp_path / "copy").rglob("*")
        if p.is_file()
    }
    assert copied == {
        "setup.py",
        "kit/__init__.py",
        "kit/build/x.py",
        "tests/t.py",
        "data/small.txt",
    }


def test_a_huge_project_is_refused(tmp_path: Path) -> None:
    root = make(tmp_path / "p", "setup.py", "kit/__init__.py", "tests/t.py")
    for number in range(20):
        with (root / f"{number}.bin").open("wb") as file:
            file.truncate(30 * 1024 * 1024)
    with pytest.raises(DataError, match="larger than 512 MB"):
        copy_project(find_layout(root), tmp_path / "copy")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfx = 1\r\ny = 2\r", "x = 1\ny = 2\n"),
        ("# -*- coding: utf-8 -*-\nä = 1".encode(), "# -*- coding: utf-8 -*-\nä = 1"),
    ],
)
def test_sources_are_read_with_plain_line_ends(tmp_path: Path, raw: bytes, text: str) -> None:
    (tmp_path / "m.py").write_bytes(raw)
    assert read_python(tmp_path / "m.py") == text


@pytest.mark.parametrize("raw", [b"# coding: latin-1\nx = '\xe4'\n", b"x = '\xe4'\n"])
def test_other_encodings_are_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "m.py").write_bytes(raw)
    with pytest.raises(ValueError, match="utf-8|UTF-8"):
        read_python(tmp_path / "m.py")


def test_the_environment_of_the_tests_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    environment = private_environment(tmp_path, python_path=[tmp_path / "a", tmp_path / "b"])
    assert "SECRET_TOKEN" not in environment
    assert environment["PYTHONPATH"] == os.pathsep.join(map(str, [tmp_path / "a", tmp_path / "b"]))
    assert Path(environment["HOME"]).is_dir()
