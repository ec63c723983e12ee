"""A submitted notebook → what may be kept of it.

A student can write anything into a notebook: outputs, marks in outputs, metadata of cells, copies
of cells. Only the text of code and text cells is kept, in new cells. The cell that holds the mark
comes from the gradebook, whatever the notebook says about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat.v4
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor

ANSWER = "answer"  # the tag of the cells that a student had for their solution
NEW = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}


class CourseCells(NbGraderPreprocessor):
    """In the place of nbgrader's own sanitizing."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """A new notebook: the student's texts, and each cell of the gradebook at most once."""
        about = resources["nbgrader"]
        cells = list(_kept(nb))
        answers = [cell for cell in cells if ANSWER in cell.metadata.get("tags", [])]
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(about["notebook"], about["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            for source in notebook.source_cells:
                if source.name in points:
                    marks = _marks(source) | {"grade": True, "points": points[source.name]}
                    new = NEW["code"](source.source, id="mark", metadata={"nbgrader": marks})
                    cells.append(new)
                elif answers:  # all of them are graded, but nbgrader knows one
                    answers[0].metadata["nbgrader"] = _marks(source) | {"solution": True}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        return nbformat.v4.new_notebook(cells=cells, metadata=kernel), resources


def _kept(nb: Any) -> Iterator[NotebookNode]:
    """Nothing in a notebook is sure to be what the format says."""
    cells = nb.get("cells")
    for number, cell in enumerate(cells if isinstance(cells, list) else []):
        marks = _metadata(cell)
        text, kind = cell.get("source", ""), cell.get("cell_type")
        if (
            kind in NEW
            and isinstance(text, str)
            and (marks.get("solution") or not marks.get("grade"))
        ):
            # A picture that a text refers to, and that is not there, stops nbgrader's feedback.
            new = NEW[kind](text.replace("](attachment:", "]("), id=f"cell-{number}")
            if kind == "code" and marks.get("solution"):
                new.metadata["tags"] = [ANSWER]
            yield new


def _metadata(cell: Any) -> dict[str, Any]:
    """nbgrader's, as the notebook has it."""
    metadata = cell.get("metadata", {})
    marks = metadata.get("nbgrader", {}) if isinstance(metadata, dict) else {}
    return marks if isinstance(marks, dict) else {}


def _marks(source: SourceCell) -> dict[str, Any]:
    """nbgrader's metadata, schema 3, as the gradebook has it."""
    return {
        "cell_type": source.cell_type,
        "checksum": source.checksum,
        "grade": False,
        "grade_id": source.name,
        "locked": source.locked,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
