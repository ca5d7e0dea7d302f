"""What people read, in Vietnamese, English and Ukrainian: texts live in resources/translations/<language>/*.ftl."""

from app.language.translator import LANGUAGES, Translator

__all__ = ["LANGUAGES", "Translator"]
