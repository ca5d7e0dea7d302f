"""What the PDF libraries raise on damaged files: to be met at the border, where it becomes an expected trouble."""

from __future__ import annotations

import pikepdf
import pypdfium2

# Beside its own error qpdf's binding lets through what Python makes of a name that is no text, a number where a
# dictionary should be, a tree without an end.
DAMAGE = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    pypdfium2.PdfiumError,
    UnicodeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
)
