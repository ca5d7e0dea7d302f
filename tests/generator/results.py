"""The result paper of a dossier, by its kind."""

from random import Random

from tests.generator.business import household_business
from tests.generator.civil_status import birth_extract, marriage_status
from tests.generator.decisions import decision
from tests.generator.letter import Letter
from tests.generator.permits import building_permit
from tests.generator.register import Dossier
from tests.generator.scene import make_scene


def make_result(
    dossier: Dossier,
    random: Random,
    *,
    print_code: bool | None = None,
    handwritten: bool | None = None,
    long: bool | None = None,
) -> Letter:
    """The paper that ends the dossier; None lets chance decide, `long` asks for two pages where the kind can have them."""
    scene = make_scene(dossier, random, print_code=print_code, handwritten=handwritten)
    if long is None:
        long = random.random() < 0.25
    match dossier.procedure.kind:
        case "decision":
            return decision(scene, long=long)
        case "birth_extract":
            return birth_extract(scene)
        case "marriage_status":
            return marriage_status(scene)
        case "household_business":
            return household_business(scene)
        case "building_permit":
            return building_permit(scene, long=long)
        case other:
            raise ValueError(f"no result of kind {other!r}")
